// Package tfcore is a small stand-in for Terraform's core: it evaluates the
// configuration of one provider, plans it, and applies it, in this process and in
// milliseconds, where a CLI takes a second. Tests use it for what does not depend on
// the CLI; each test can also run through a CLI, and the main ones always do.
//
// It follows the order of requests of Terraform 1.11 for one module and one provider:
// validate, refresh and plan in the order of references, plan again at the apply, and
// hold the provider to its plan. What it does not know (modules, moved, import, and
// removed blocks, ephemeral resources) is an error and never ignored.
package tfcore
