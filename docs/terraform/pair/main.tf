# A pair of services that bluegreen-swap can shift: two services, a target group each, and one rule that holds both groups.
# What stands around it (network, load balancer, listener, cluster, the first task definition) is yours.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.25, < 7"
    }
  }
}

locals {
  sides = toset(["blue", "green"])

  # Only for what is created: from then on these belong to Sluice, and the lifecycle blocks below keep them out of every plan.
  first_weight = { blue = 100, green = 0 }
  first_count  = { blue = var.first_count, green = 0 }
}

resource "aws_lb_target_group" "side" {
  for_each = local.sides

  # Sluice keeps its record in tags sluice.* of blue's group: the provider must ignore them, see the README.
  name                 = "${var.name}-${each.key}"
  port                 = var.container_port
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = var.vpc_id
  deregistration_delay = var.deregistration_delay

  health_check {
    path                = var.health_check_path
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener_rule" "production" {
  listener_arn = var.listener_arn
  priority     = var.priority

  action {
    type = "forward"

    forward {
      dynamic "target_group" {
        for_each = aws_lb_target_group.side

        content {
          arn    = target_group.value.arn
          weight = local.first_weight[target_group.key]
        }
      }
    }
  }

  condition {
    host_header {
      values = var.hosts
    }
  }

  lifecycle {
    ignore_changes = [action]
  }
}

# A rule for each side alone, for tests. Who sends the header reaches the idle side.
resource "aws_lb_listener_rule" "test" {
  for_each = var.test_priorities

  listener_arn = var.listener_arn
  priority     = each.value

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.side[each.key].arn
  }

  condition {
    host_header {
      values = var.hosts
    }
  }

  condition {
    http_header {
      http_header_name = "x-sluice-side"
      values           = [each.key]
    }
  }
}

resource "aws_ecs_service" "side" {
  for_each = local.sides

  name                               = "${var.name}-${each.key}"
  cluster                            = var.cluster
  task_definition                    = var.first_task_definition
  desired_count                      = local.first_count[each.key]
  launch_type                        = "FARGATE"
  health_check_grace_period_seconds  = 30
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200

  network_configuration {
    subnets         = var.subnets
    security_groups = var.security_groups
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.side[each.key].arn
    container_name   = var.container_name
    container_port   = var.container_port
  }

  lifecycle {
    ignore_changes = [task_definition, desired_count]
  }

  # ECS refuses a group that no load balancer uses.
  depends_on = [aws_lb_listener_rule.production]
}

resource "aws_appautoscaling_target" "side" {
  for_each = var.scaling == null ? toset([]) : local.sides

  service_namespace  = "ecs"
  resource_id        = "service/${var.cluster}/${aws_ecs_service.side[each.key].name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.scaling.min
  max_capacity       = var.scaling.max

  # While it works Sluice raises the minimum of the idle side and suspends scale-in on both; it puts them back.
  lifecycle {
    ignore_changes = [min_capacity, suspended_state]
  }
}

resource "aws_appautoscaling_policy" "requests" {
  for_each = aws_appautoscaling_target.side

  name               = "${var.name}-${each.key}-requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = each.value.service_namespace
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = var.scaling.requests_per_target

    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "${var.load_balancer_arn_suffix}/${aws_lb_target_group.side[each.key].arn_suffix}"
    }
  }
}
