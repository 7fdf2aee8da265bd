variable "name" {
  description = "Name of the pair: its services and target groups are called so, followed by -blue and -green."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9][a-zA-Z0-9-]{0,25}$", var.name))
    error_message = "At most 26 letters, digits and hyphens: with -green that is the 32 of a target group's name."
  }
}

variable "cluster" {
  description = "Name of the ECS cluster."
  type        = string
}

variable "first_task_definition" {
  description = "Task definition both services are created with, as family:revision. Ignored afterwards."
  type        = string
}

variable "first_count" {
  description = "Tasks blue is created with. Ignored afterwards."
  type        = number
  default     = 2
}

variable "container_name" {
  description = "Container that takes the requests."
  type        = string
}

variable "container_port" {
  description = "Its port."
  type        = number
}

variable "health_check_path" {
  description = "Path the load balancer asks for."
  type        = string
  default     = "/"
}

variable "deregistration_delay" {
  description = "Seconds a target may finish its requests after it was taken out. AWS's default of 300 makes every scale-down long."
  type        = number
  default     = 30
}

variable "vpc_id" {
  description = "VPC of the tasks."
  type        = string
}

variable "subnets" {
  description = "Subnets of the tasks."
  type        = list(string)
}

variable "security_groups" {
  description = "Security groups of the tasks; they let the load balancer in."
  type        = list(string)
}

variable "listener_arn" {
  description = "Listener of the Application Load Balancer that takes production traffic."
  type        = string
}

variable "priority" {
  description = "Priority of the production rule."
  type        = number
  default     = 100
}

variable "test_priorities" {
  description = "Priorities of the test rules, lower than that of the production rule. An empty map makes none."
  type        = map(number)
  default     = { blue = 98, green = 99 }

  validation {
    condition     = alltrue([for side in keys(var.test_priorities) : contains(["blue", "green"], side)])
    error_message = "The keys are blue and green."
  }
}

variable "hosts" {
  description = "Host names of the production rule."
  type        = list(string)
}

variable "scaling" {
  description = "Autoscaling of both services, or null for none. Registering it raises a service to min at once, an idle one too."
  type        = object({ min = number, max = number, requests_per_target = number })
  default     = null
}

variable "load_balancer_arn_suffix" {
  description = "The load balancer's arn_suffix (app/name/id), for autoscaling."
  type        = string
  default     = ""
}
