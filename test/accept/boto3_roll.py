"""Creates a cluster, a load balancer and a service, rolls it and takes it down, as any program written for AWS would.

usage: boto3_roll.py; the endpoint, region and credentials come from the environment. Prints one JSON line.
"""
import json
import os
import time

import boto3

# Scaled time: the stock waiters ask every 15 s, which is long for a cloud twenty times as fast.
PATIENCE = {"Delay": int(os.environ.get("WAITER_DELAY", "15")), "MaxAttempts": 60}

ecs = boto3.client("ecs")
elbv2 = boto3.client("elbv2")
started = time.monotonic()

ecs.create_cluster(clusterName="python")
balancer = elbv2.create_load_balancer(Name="python", Subnets=["subnet-a", "subnet-b"], Type="application")["LoadBalancers"][0]
elbv2.get_waiter("load_balancer_available").wait(LoadBalancerArns=[balancer["LoadBalancerArn"]], WaiterConfig=PATIENCE)
group = elbv2.create_target_group(
    Name="python",
    Protocol="HTTP",
    Port=8080,
    VpcId="vpc-python",
    TargetType="ip",
    HealthCheckPath="/health",
    HealthCheckIntervalSeconds=10,
    HealthCheckTimeoutSeconds=5,
    HealthyThresholdCount=2,
)["TargetGroups"][0]
elbv2.modify_target_group_attributes(
    TargetGroupArn=group["TargetGroupArn"],
    Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "30"}],
)
listener = elbv2.create_listener(
    LoadBalancerArn=balancer["LoadBalancerArn"],
    Protocol="HTTP",
    Port=8080,
    DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}],
)["Listeners"][0]


def register(version):
    return ecs.register_task_definition(
        family="python",
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        containerDefinitions=[
            {
                "name": "web",
                "image": f"sandbox/web:{version}",
                "portMappings": [{"containerPort": 8080}],
                "environment": [{"name": "VERSION", "value": version}],
            }
        ],
    )["taskDefinition"]["taskDefinitionArn"]


ecs.create_service(
    cluster="python",
    serviceName="web",
    taskDefinition=register("v1"),
    desiredCount=2,
    launchType="FARGATE",
    networkConfiguration={"awsvpcConfiguration": {"subnets": ["subnet-a"]}},
    loadBalancers=[{"targetGroupArn": group["TargetGroupArn"], "containerName": "web", "containerPort": 8080}],
)
ecs.get_waiter("services_stable").wait(cluster="python", services=["web"], WaiterConfig=PATIENCE)
elbv2.get_waiter("target_in_service").wait(TargetGroupArn=group["TargetGroupArn"], WaiterConfig=PATIENCE)

second = register("v2")
ecs.update_service(cluster="python", service="web", taskDefinition=second)
# Reads lag behind writes here as they do on AWS: a waiter asked at once may see the old deployment alone.
while ecs.describe_services(cluster="python", services=["web"])["services"][0]["taskDefinition"] != second:
    time.sleep(0.2)
ecs.get_waiter("services_stable").wait(cluster="python", services=["web"], WaiterConfig=PATIENCE)
service = ecs.describe_services(cluster="python", services=["web"])["services"][0]
# A service is stable for the waiter before ECS calls its deployment done.
while True:
    deployments = ecs.list_service_deployments(cluster="python", service="web")["serviceDeployments"]
    if not {"PENDING", "IN_PROGRESS"} & {deployment["status"] for deployment in deployments}:
        break
    time.sleep(0.5)
tasks = ecs.list_tasks(cluster="python", serviceName="web")["taskArns"]

ecs.update_service(cluster="python", service="web", desiredCount=0)
ecs.get_waiter("tasks_stopped").wait(cluster="python", tasks=tasks, WaiterConfig=PATIENCE)
ecs.delete_service(cluster="python", service="web", force=True)
ecs.get_waiter("services_inactive").wait(cluster="python", services=["web"], WaiterConfig=PATIENCE)
elbv2.delete_listener(ListenerArn=listener["ListenerArn"])
elbv2.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
elbv2.delete_target_group(TargetGroupArn=group["TargetGroupArn"])
elbv2.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[balancer["LoadBalancerArn"]], WaiterConfig=PATIENCE)

print(
    json.dumps(
        {
            "boto3": boto3.__version__,
            "revision": service["taskDefinition"].split("/")[-1],
            "running": service["runningCount"],
            "statuses": [deployment["status"] for deployment in deployments],
            "seconds": round(time.monotonic() - started, 1),
        }
    )
)
