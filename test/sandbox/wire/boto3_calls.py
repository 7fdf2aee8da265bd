"""Calls operations of a sandbox through boto3 and prints each answer as botocore parsed it.

usage: boto3_calls.py ENDPOINT CALLS, where CALLS is a JSON list of [service, method, input].
"""
import base64
import datetime
import json
import sys

import boto3
import botocore.exceptions
from botocore.config import Config


def plain(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"cannot print {type(value)}")


endpoint, calls = sys.argv[1], json.loads(sys.argv[2])
answers = []
for service, method, given in calls:
    client = boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="eu-west-1",
        aws_access_key_id="PYTHON",
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}),
    )
    try:
        answer = getattr(client, method)(**given)
        answer.pop("ResponseMetadata")
        answers.append({"answer": answer})
    except botocore.exceptions.ClientError as error:
        answers.append({"error": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]})
print(json.dumps(answers, default=plain))
