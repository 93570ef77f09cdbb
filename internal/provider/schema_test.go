package provider_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	fwprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
)

// everything returns the whole schema as Terraform receives it.
func everything(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	all, err := providerserver.NewProtocol6(provider.New("test")())().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all.Diagnostics {
		t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
	return all
}

// schemas returns all schemas, by a name for messages.
func schemas(t *testing.T) map[string]*tfprotov6.Schema {
	t.Helper()
	all, found := everything(t), map[string]*tfprotov6.Schema{}
	found["provider"] = all.Provider
	for name, s := range all.ResourceSchemas {
		found["resource "+name] = s
	}
	for name, s := range all.DataSourceSchemas {
		found["data source "+name] = s
	}
	for name, s := range all.EphemeralResourceSchemas {
		found["ephemeral resource "+name] = s
	}
	for name, s := range all.ListResourceSchemas {
		found["list resource "+name] = s
	}
	for name, s := range all.ActionSchemas {
		found["action "+name] = s.Schema
	}
	return found
}

// walk calls visit for every attribute, including nested ones, with its address.
func walk(at string, attributes []*tfprotov6.SchemaAttribute, blocks []*tfprotov6.SchemaNestedBlock, visit func(at string, a *tfprotov6.SchemaAttribute)) {
	for _, a := range attributes {
		visit(at+"."+a.Name, a)
		if a.NestedType != nil {
			walk(at+"."+a.Name, a.NestedType.Attributes, nil, visit)
		}
	}
	for _, b := range blocks {
		walk(at+"."+b.TypeName, b.Block.Attributes, b.Block.BlockTypes, visit)
	}
}

var fullSentence = regexp.MustCompile("(?s)^[A-Z`].*[A-Za-z`\")0-9…*]\\.(\\*\\*)?$")

func TestEverythingIsDescribed(t *testing.T) {
	for name, s := range schemas(t) {
		if !fullSentence.MatchString(s.Block.Description) {
			t.Errorf("%s: no full sentence: %q", name, s.Block.Description)
		}
		walk(name, s.Block.Attributes, s.Block.BlockTypes, func(at string, a *tfprotov6.SchemaAttribute) {
			if !fullSentence.MatchString(a.Description) {
				t.Errorf("%s: no full sentence: %q", at, a.Description)
			}
			if strings.Contains(a.Description, "  ") || strings.Contains(strings.ReplaceAll(a.Description, "](../", "]("), "..") {
				t.Errorf("%s: spaces or full stops in a row: %q", at, a.Description)
			}
		})
	}
}

// This test lists the secrets explicitly, so that each new one is a conscious decision.
func TestSecrets(t *testing.T) {
	got := map[string]string{}
	for name, s := range schemas(t) {
		walk(name, s.Block.Attributes, s.Block.BlockTypes, func(at string, a *tfprotov6.SchemaAttribute) {
			if a.Sensitive || a.WriteOnly {
				got[at] = fmt.Sprintf("sensitive %t, write-only %t", a.Sensitive, a.WriteOnly)
			}
			if regexp.MustCompile(`(^|_)(key|password|secret|token)$`).MatchString(a.Name) && !a.Type.Is(tftypes.Bool) && !a.Sensitive && !a.WriteOnly {
				t.Errorf("%s has the name of a secret", at)
			}
		})
	}
	want := map[string]string{
		"provider.api_key":                                                "sensitive true, write-only false",
		"resource paperspace_machine.password":                            "sensitive false, write-only true",
		"ephemeral resource paperspace_shared_drive_credentials.password": "sensitive true, write-only false", // in no state
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("not the expected secrets (-want +got):\n%s", diff)
	}
}

// If a computed attribute neither keeps its value nor has a default, a rename shows it as
// known after apply, and an import with another spelling differs forever.
func TestComputedAttributesKeepTheirValues(t *testing.T) {
	for name, s := range resourceSchemas(t) {
		computed := 0
		for attribute, a := range s.Attributes {
			if !a.IsComputed() {
				continue
			}
			computed++
			if !keeps(a) {
				t.Errorf("%s.%s has neither UseStateForUnknown nor a default", name, attribute)
			}
		}
		if computed == 0 {
			t.Errorf("%s has no computed attribute, not even an id", name)
		}
	}
}

// keeps reports whether an attribute keeps its value or has a default. It uses reflection
// because the attribute types have no common interface for that.
func keeps(a schema.Attribute) bool {
	v := reflect.ValueOf(a)
	if d := v.FieldByName("Default"); d.IsValid() && !d.IsNil() {
		return true
	}
	modifiers := v.FieldByName("PlanModifiers")
	for i := range modifiers.Len() {
		if strings.Contains(fmt.Sprintf("%T", modifiers.Index(i).Interface()), "useStateForUnknown") {
			return true
		}
	}
	return false
}

func resourceSchemas(t *testing.T) map[string]schema.Schema {
	t.Helper()
	all := map[string]schema.Schema{}
	for _, construct := range provider.New("test")().Resources(t.Context()) {
		r := construct()
		var meta resource.MetadataResponse
		r.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "paperspace"}, &meta)
		var s resource.SchemaResponse
		r.Schema(t.Context(), resource.SchemaRequest{}, &s)
		if s.Diagnostics.HasError() {
			t.Fatalf("%s: %v", meta.TypeName, s.Diagnostics)
		}
		all[meta.TypeName] = s.Schema
	}
	return all
}

func TestSchemasAreValid(t *testing.T) {
	ctx := t.Context()
	p := provider.New("test")()
	var own fwprovider.SchemaResponse
	p.Schema(ctx, fwprovider.SchemaRequest{}, &own)
	own.Diagnostics.Append(own.Schema.ValidateImplementation(ctx)...)
	for _, d := range own.Diagnostics {
		t.Errorf("provider: %s: %s", d.Summary(), d.Detail())
	}
	for name, s := range resourceSchemas(t) {
		for _, d := range s.ValidateImplementation(ctx) {
			t.Errorf("%s: %s: %s", name, d.Summary(), d.Detail())
		}
	}
	for _, construct := range p.DataSources(ctx) {
		var s datasource.SchemaResponse
		construct().Schema(ctx, datasource.SchemaRequest{}, &s)
		s.Diagnostics.Append(s.Schema.ValidateImplementation(ctx)...)
		for _, d := range s.Diagnostics {
			t.Errorf("%T: %s: %s", construct(), d.Summary(), d.Detail())
		}
	}
}

// TestEverythingHasPages fails for every page and example that the registry would lack.
func TestEverythingHasPages(t *testing.T) {
	all := everything(t)
	want := []string{"docs/index.md", "examples/provider/provider.tf"}
	page := func(folder, name, example string) {
		want = append(want, "docs/"+folder+"/"+strings.TrimPrefix(name, "paperspace_")+".md", "examples/"+folder+"/"+name+"/"+example)
	}
	for name := range all.ResourceSchemas {
		page("resources", name, "resource.tf")
		want = append(want, "examples/resources/"+name+"/import.sh")
	}
	for name := range all.DataSourceSchemas {
		page("data-sources", name, "data-source.tf")
	}
	for name := range all.ListResourceSchemas {
		page("list-resources", name, "list-resource.tfquery.hcl")
	}
	for name := range all.ActionSchemas {
		page("actions", name, "action.tf")
	}
	slices.Sort(want)
	root := os.DirFS(filepath.Join("..", ".."))
	for _, name := range want {
		if info, err := fs.Stat(root, name); err != nil || info.Size() == 0 {
			t.Errorf("missing: %s", name)
		}
	}
}

// Every model must have the same fields as its schema, which shows only when the framework
// reads one into the other.
func TestModelsPairWithSchemas(t *testing.T) {
	server := providerserver.NewProtocol6(provider.New("test")())()
	ctx, all := t.Context(), everything(t)
	configured, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{
		Config: object(t, all.Provider, map[string]any{"api_key": "k", "endpoint": closedPort, "max_retries": 0, "region": "ny2"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range configured.Diagnostics {
		t.Errorf("provider: %s: %s", d.Summary, d.Detail)
	}
	for name, s := range all.DataSourceSchemas {
		read, err := server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: object(t, s, required(s))})
		if err != nil {
			t.Fatal(err)
		}
		rejectBugs(t, name, read.Diagnostics)
	}
	for name, s := range all.ResourceSchemas {
		plan, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
			TypeName: name, PriorState: nothing(t, s), Config: object(t, s, nil), ProposedNewState: object(t, s, nil),
		})
		if err != nil {
			t.Fatal(err)
		}
		rejectBugs(t, name, plan.Diagnostics)
	}
}

// required sets every required string argument, because Terraform never reads a data source
// without them.
func required(s *tfprotov6.Schema) map[string]any {
	values := map[string]any{}
	for _, a := range s.Block.Attributes {
		if a.Required && a.Type.Is(tftypes.String) {
			values[a.Name] = "x"
		}
	}
	return values
}

// rejectBugs ignores errors about the configuration or Paperspace, and fails for those in
// which the framework reports a bug in the provider.
func rejectBugs(t *testing.T, name string, diags []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, d := range diags {
		if text := d.Summary + ": " + d.Detail; regexp.MustCompile(`(?i)conversion|\bbug\b|developers?|unexpected`).MatchString(text) {
			t.Errorf("%s: %s", name, text)
		}
	}
}
