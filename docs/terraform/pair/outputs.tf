output "blue" {
  description = "Input blue of bluegreen-swap."
  value       = aws_ecs_service.side["blue"].name
}

output "green" {
  description = "Input green of bluegreen-swap."
  value       = aws_ecs_service.side["green"].name
}

output "listener_rules" {
  description = "Input listener-rules of bluegreen-swap, where auto is not wanted."
  value       = [aws_lb_listener_rule.production.arn]
}

output "test_rules" {
  description = "Input test-rules of bluegreen-swap."
  value       = [for rule in aws_lb_listener_rule.test : rule.arn]
}

output "record_arn" {
  description = "Where the record is kept: the role needs leave to write tags there."
  value       = aws_lb_target_group.side["blue"].arn
}
