# Creates and destroys the machines at the configured endpoint, such as the fake server.
run "machines_are_ready" {
  assert {
    condition     = length(output.addresses) == 1 && output.addresses["jon"] != null
    error_message = "The machine must have an address."
  }
}
