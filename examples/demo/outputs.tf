output "web_address" {
  description = "Where the web machine is in its network."
  value       = paperspace_machine.web.private_ip_address
}

output "trainer_gpu" {
  description = "What the training machine computes with."
  value       = paperspace_machine.trainer.gpu
}
