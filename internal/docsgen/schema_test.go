package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
)

// TestLikeTheCLI compares docsgen with `providers schema -json` for the same provider. It compares
// everything that the installed CLI supports.
func TestLikeTheCLI(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a CLI")
	}
	cli := acctest.UseCLI(t)
	for name, server := range map[string]protocol6{
		"every shape":  providerserver.NewProtocol6(shapesProvider{}),
		"our provider": providerserver.NewProtocol6(provider.New("dev")()),
	} {
		t.Run(name, func(t *testing.T) {
			theirs := onlyProvider(t, cliSchema(t, cli, server))

			doc, err := describe(t.Context(), server(), docsAddress)
			if err != nil {
				t.Fatal(err)
			}
			var buf bytes.Buffer
			if err := write(&buf, doc); err != nil {
				t.Fatal(err)
			}
			ours := onlyProvider(t, buf.Bytes())

			// The output of a CLI does not contain the kinds of schemas that it does not support.
			for _, kind := range []string{"list_resource_schemas", "action_schemas", "resource_identity_schemas"} {
				if _, ok := theirs[kind]; !ok {
					delete(ours, kind)
				}
			}
			dropMessages(theirs)
			if diff := cmp.Diff(theirs, ours); diff != "" {
				t.Errorf("not what %s %s says (-cli +docsgen):\n%s", cli.Name(), cli.Version, diff)
			}
		})
	}
}

// TestNewKinds tests the kinds that TestLikeTheCLI omits with an older CLI.
func TestNewKinds(t *testing.T) {
	doc, err := describe(t.Context(), providerserver.NewProtocol6(shapesProvider{})(), docsAddress)
	if err != nil {
		t.Fatal(err)
	}
	got := doc.Schemas[docsAddress]

	id := got.Identities["shapes_thing"].Attributes["id"]
	if !id.RequiredForImport || id.OptionalForImport || id.Description != "The id." {
		t.Errorf("identity attribute: %+v", id)
	}
	if list := got.ListResources["shapes_thing"]; list.Block == nil || !list.Block.Attributes["region"].Optional {
		t.Errorf("list resource: %+v", list)
	}
	if action := got.Actions["shapes_kick"]; action.Block == nil || !action.Block.Attributes["hard"].Required {
		t.Errorf("action: %+v", action)
	}
}

// onlyProvider returns the only provider in doc. The CLI and tfplugindocs use different addresses
// for it.
func onlyProvider(t *testing.T, doc []byte) map[string]any {
	t.Helper()
	var all struct {
		FormatVersion string                    `json:"format_version"`
		Schemas       map[string]map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(doc, &all); err != nil {
		t.Fatal(err)
	}
	if all.FormatVersion != "1.0" || len(all.Schemas) != 1 {
		t.Fatalf("format %q with %d providers, want 1.0 with one", all.FormatVersion, len(all.Schemas))
	}
	for _, p := range all.Schemas {
		return p
	}
	panic("unreachable")
}

// dropMessages removes what newer CLIs print and tfplugindocs does not read.
func dropMessages(v any) {
	switch v := v.(type) {
	case map[string]any:
		// An attribute of that name would hold an object, not a text.
		if _, ok := v["deprecation_message"].(string); ok {
			delete(v, "deprecation_message")
		}
		for _, inner := range v {
			dropMessages(inner)
		}
	case []any:
		for _, inner := range v {
			dropMessages(inner)
		}
	}
}
