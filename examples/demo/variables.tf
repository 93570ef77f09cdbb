variable "poll_interval" {
  description = "The longest pause between two looks at machines that are waited for; null leaves it to the provider."
  type        = string
  default     = null
}
