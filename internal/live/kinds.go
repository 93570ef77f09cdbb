package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// machineType is the cheapest machine type.
const machineType = "C1"

// kind is a kind of resource, with a configuration that creates one.
type kind struct{ name, hcl string }

// kinds returns the kinds in the order in which their configurations are applied. The
// names of all objects begin with the prefix.
func kinds(prefix, templateID, userID string) []kind {
	n := func(name string) string { return fmt.Sprintf("%q", prefix+name) }
	network := fmt.Sprintf("resource \"paperspace_network\" \"one\" {\n  name = %s\n}\n", n("network"))
	machine := fmt.Sprintf(`resource "paperspace_machine" "one" {
  name           = %s
  machine_type   = %q
  size           = 50
  template_id    = %q
  email_password = false
}
`, n("machine"), machineType, templateID)
	return []kind{
		{"network", network},
		{"script", fmt.Sprintf("resource \"paperspace_script\" \"one\" {\n  name = %s\n  script_text = \"#!/bin/sh\\ntrue\\n\"\n}\n", n("script"))},
		{"machine", machine},
		{"machine access", machine + fmt.Sprintf("resource \"paperspace_machine_access\" \"one\" {\n  machine_id = paperspace_machine.one.id\n  user_id = %q\n}\n", userID)},
		{"public IP address", machine + "resource \"paperspace_public_ip\" \"one\" {\n  machine_id = paperspace_machine.one.id\n}\n"},
		{"snapshot", machine + fmt.Sprintf("resource \"paperspace_snapshot\" \"one\" {\n  name = %s\n  machine_id = paperspace_machine.one.id\n}\n", n("snapshot"))},
		{"custom template", machine + fmt.Sprintf("resource \"paperspace_custom_template\" \"one\" {\n  name = %s\n  machine_id = paperspace_machine.one.id\n  stop_machine = true\n}\n", n("template"))},
		{"shared drive", network + fmt.Sprintf("resource \"paperspace_shared_drive\" \"one\" {\n  name = %s\n  size = 250\n  network_id = paperspace_network.one.id\n}\n", n("drive"))},
	}
}

// chosen returns the kinds with the given names, separated by commas, or all.
func chosen(all []kind, only string) []kind {
	if only == "" {
		return all
	}
	names := strings.Split(only, ",")
	return slices.DeleteFunc(all, func(k kind) bool { return !slices.Contains(names, k.name) })
}

// names lists the kinds as -only takes them.
func names(all []kind) string {
	var list []string
	for _, k := range all {
		list = append(list, k.name)
	}
	return strings.Join(list, ",")
}

// announcement describes what is created, and what it costs.
const announcement = `make live creates, one kind after the other, and removes again:
a private network, a startup script, 5 machines of type %s with 50 GB (one at a time), access to one of them for the
user who joined the team first, a static public IP address, a snapshot, a custom template, and a shared drive of 250 GB, all in %s.
Names begin with %s. By the monthly prices of November 2025, the network, address, snapshot, and template cost at most
$0.08 an hour. With a machine and the drive, expect less than $1 an hour. Check the prices first:
https://docs.digitalocean.com/products/paperspace/machines/details/pricing/
The run takes up to an hour. It removes everything at its end, even after Ctrl-C.
`

// region is where everything is created.
const region = "East Coast (NY2)"

// prerequisites returns a public Ubuntu template for the machine type, and a user. Its
// requests are the first with the key.
func prerequisites(ctx context.Context, client *ops.Client) (templateID, userID string, err error) {
	templates, err := client.Templates.List(ctx, nil)
	if err != nil {
		return "", "", err
	}
	for _, t := range templates {
		fit, _ := t.Suits(machineType)
		if fit == paperspace.Fits && (t.Custom == nil || !*t.Custom) && strings.Contains(t.OS+t.Label, "Ubuntu") {
			templateID = t.ID
		}
	}
	if templateID == "" {
		return "", "", errors.New("no template of Ubuntu is listed for machine type " + machineType)
	}
	users, err := client.Users.List(ctx, nil)
	if err == nil && len(users) == 0 {
		err = errors.New("no user of the team is listed")
	}
	if err != nil {
		return "", "", err
	}
	return templateID, users[0].ID, nil // the user who joined first
}
