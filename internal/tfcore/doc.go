// Package tfcore is a small substitute for Terraform's core. It evaluates the
// configuration of one provider, plans it, and applies it in this process. That takes
// milliseconds, and a CLI takes a second. It is for tests that do not depend on the CLI.
// Each test can also run through a CLI, and the main ones always do.
//
// It sends requests in the order of Terraform 1.11 for one module and one provider: it
// validates, refreshes and plans in the order of references, plans again in the apply,
// and checks that the provider does not deviate from its plan. Anything else (modules,
// moved, import, and removed blocks, ephemeral resources) is an error and never ignored.
package tfcore
