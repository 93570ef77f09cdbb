# Scripts that no machine runs at its boot any more.
data "paperspace_scripts" "disabled" {
  is_enabled = false
}

output "disabled_scripts" {
  value = { for s in data.paperspace_scripts.disabled.scripts : s.id => s.name }
}
