package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestPlanned(t *testing.T) {
	text := `
Warning: Provider development overrides are in effect

The following provider development overrides are set in the CLI
configuration:
 - registry.terraform.io/paperspace-community/paperspace in /tmp/x

data.paperspace_template.ubuntu: Reading...

Terraform will perform the following actions:

  # paperspace_machine.new will be created
  + resource "paperspace_machine" "new" {
      + cpus     = (known after apply)
      + name     = "new"
      + password = (write-only attribute)
      + ram      = (known after apply)

      + timeouts {
          + create = "1h"
        }
    }

  # paperspace_machine.old will be updated in-place
  ~ resource "paperspace_machine" "old" {
        id    = "ps1"
      ~ state = "ready" -> (known after apply)
        # (31 unchanged attributes hidden)
    }

Plan: 1 to add, 1 to change, 0 to destroy.

Changes to Outputs:
  + address = (known after apply)
`
	want := strings.Split(strings.TrimPrefix(`
# paperspace_machine.new will be created
+ resource "paperspace_machine" "new" {
    + name     = "new"
    + timeouts {
        + create = "1h"
      }
      # (2 more are known after apply)
  }
# paperspace_machine.old will be updated in-place
~ resource "paperspace_machine" "old" {
      id    = "ps1"
    ~ state = "ready" -> (known after apply)
      # (31 unchanged attributes hidden)
  }
Plan: 1 to add, 1 to change, 0 to destroy.`, "\n"), "\n")

	if diff := cmp.Diff(want, planned(text)); diff != "" {
		t.Errorf("wrong excerpt (-want +got):\n%s", diff)
	}
}

func TestApplied(t *testing.T) {
	text := `
Plan: 1 to add, 0 to change, 0 to destroy.
paperspace_machine.a["x"]: Creating...
paperspace_machine.a["x"]: Still creating... [10s elapsed]
paperspace_machine.a["x"]: Creation complete after 11s [id=ps1]

Apply complete! Resources: 1 added, 0 changed, 0 destroyed.

Outputs:

address = "10.0.0.1"
`
	want := []string{
		`paperspace_machine.a["x"]: Creating...`,
		`paperspace_machine.a["x"]: Creation complete after 11s [id=ps1]`,
		`Apply complete! Resources: 1 added, 0 changed, 0 destroyed.`,
		`address = "10.0.0.1"`,
	}
	if diff := cmp.Diff(want, applied(text)); diff != "" {
		t.Errorf("wrong excerpt (-want +got):\n%s", diff)
	}
}

func TestTable(t *testing.T) {
	sent := []psfake.Journal{{{Call: "templates.list"}}, {{Call: "machines.create"}, {Call: "machines.create"}, {Call: "templates.list"}}}
	want := []string{
		"step                      1    2   all",
		"machines.create                2     2",
		"templates.list            1    1     2",
		"requests                  1    3     4",
		"for each machine        0.5  1.5   2.0",
	}
	if diff := cmp.Diff(want, table(sent, 2)); diff != "" {
		t.Errorf("wrong table (-want +got):\n%s", diff)
	}
}
