package tfx_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/network"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/script"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/template"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/user"
)

func TestLookup(t *testing.T) {
	ann := paperspace.User{ID: "u1", Email: "ann@example.com", FirstName: "Ann"}
	bob := paperspace.User{ID: "u2", Email: "bob@example.com"}
	unnamed := paperspace.User{ID: "u3"}
	const (
		listed = "\n  u1  email \"ann@example.com\", first_name \"Ann\"\n  u2  email \"bob@example.com\"\n  u3"
		wrong  = "The API key can see no user. If you do not expect that, check that https://api.example.com is the right endpoint " +
			"and that the key from the environment variable PAPERSPACE_API_KEY belongs to the right team."
	)
	team := paperspace.Filter{"team_id": "te1", "email": "x"}
	first := func(all []paperspace.User) []paperspace.User { return all[:1] }
	for name, c := range map[string]struct {
		filter   paperspace.Filter
		found    []paperspace.User // by the filter
		all      []paperspace.User // without one
		err      error             // of the list without one
		choose   func([]paperspace.User) []paperspace.User
		want     string // ID
		title    string
		detail   string
		requests int
	}{
		"one":                    {filter: team, found: []paperspace.User{bob}, want: "u2", requests: 1},
		"the only one there is":  {all: []paperspace.User{ann}, want: "u1", requests: 1},
		"one of several, chosen": {filter: team, found: []paperspace.User{ann, bob}, choose: first, want: "u1", requests: 1},
		"several": {
			filter: team, found: []paperspace.User{ann, bob, unnamed}, requests: 1,
			title: "Several users match", detail: "3 users match email = \"x\" and team_id = \"te1\":" + listed + "\n\nAdd more.",
		},
		"several, without a filter": {
			all: []paperspace.User{ann, bob, unnamed}, requests: 1,
			title: "Several users match", detail: "No property was given, and the API key can see 3 users:" + listed + "\n\nAdd more.",
		},
		"none": {
			filter: team, all: []paperspace.User{ann, bob, unnamed}, choose: first, requests: 2,
			title: "User not found", detail: "No user matches email = \"x\" and team_id = \"te1\". The API key can see 3 users:" + listed,
		},
		"none but one": {
			filter: team, all: []paperspace.User{unnamed}, requests: 2,
			title: "User not found", detail: "No user matches email = \"x\" and team_id = \"te1\". The API key can see 1 user:\n  u3",
		},
		"none at all": {
			filter: team, requests: 2,
			title: "User not found", detail: "No user matches email = \"x\" and team_id = \"te1\". " + wrong,
		},
		"none at all, without a filter": {requests: 1, title: "User not found", detail: wrong},
		"none, and the list fails": {
			filter: team, err: errors.New("no luck"), requests: 2,
			title: "User not found", detail: "No user matches email = \"x\" and team_id = \"te1\".\n\nThe provider could not list the alternatives. No luck.",
		},
		"no filter, and the list fails": {err: errors.New("no luck"), requests: 1, title: "Failed to read users", detail: "No luck."},
	} {
		t.Run(name, func(t *testing.T) {
			requests := 0
			lookup := tfx.Lookup[paperspace.User]{
				Noun: "user", Verb: "see", Advice: "Add more.", Choose: c.choose, Describe: []paperspace.Field{"email", "first_name"},
				List: func(_ context.Context, f paperspace.Filter) ([]paperspace.User, error) {
					requests++
					if len(f) > 0 {
						return c.found, nil
					}
					return c.all, c.err
				},
			}
			var diags, want diag.Diagnostics
			if c.title != "" {
				want.AddError(c.title, c.detail)
			}
			got, ok := lookup.One(t.Context(), c.filter, client(), &diags)
			if diff := cmp.Diff(want, diags); diff != "" || got.ID != c.want || ok != (c.want != "") || requests != c.requests {
				t.Errorf("ok %t, got %q after %d requests, diagnostics (-want +got):\n%s", ok, got.ID, requests, diff)
			}
		})
	}
}

// A message must fit on a screen.
func TestLookupOfMany(t *testing.T) {
	lookup := tfx.Lookup[paperspace.User]{Noun: "user", Verb: "see", List: func(context.Context, paperspace.Filter) (all []paperspace.User, _ error) {
		for i := range 27 {
			all = append(all, paperspace.User{ID: fmt.Sprintf("u%02d", i)})
		}
		return all, nil
	}}
	var diags diag.Diagnostics
	lookup.One(t.Context(), nil, client(), &diags)
	want := "No property was given, and the API key can see 27 users:\n"
	for i := range 25 {
		want += fmt.Sprintf("  u%02d\n", i)
	}
	if diff := cmp.Diff(want+"  … and 2 more\n\n", diags[0].Detail()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// If the API version does not support a data source, the error names the one that does.
func TestNotOffered(t *testing.T) {
	poor := ops.NewClient(paperspace.API{Name: "v1", Other: "core", Endpoint: "https://api.example.com/v1"}, ops.Options{})
	for name, c := range map[string]struct {
		source datasource.DataSource
		what   string
	}{
		"template":  {template.NewDataSource(), "look up a template"},
		"templates": {template.NewDataSourceList(), "list templates"},
		"user":      {user.NewDataSource(), "look up a user"},
		"users":     {user.NewDataSourceList(), "list users"},
		"network":   {network.NewDataSource(), "look up a network"},
		"networks":  {network.NewDataSourceList(), "list networks"},
		"script":    {script.NewDataSource(), "look up a script"},
		"scripts":   {script.NewDataSourceList(), "list scripts"},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, c.source, &tfx.Configured{Client: poor})
			want := diag.Diagnostics{diag.NewErrorDiagnostic("Not supported by this API version", "API v1 cannot "+c.what+".\n\n"+
				"Set api_version = \"core\" in the provider block to use it."+
				"\n\nIf resources already exist, this error also stops terraform destroy. To destroy them, run terraform destroy -refresh=false.")}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// read reads a data source without any argument.
func read(t *testing.T, source datasource.DataSource, configured *tfx.Configured) diag.Diagnostics {
	t.Helper()
	ctx := t.Context()
	configurable, ok := source.(datasource.DataSourceWithConfigure)
	if !ok {
		t.Fatalf("%T cannot be configured", source)
	}
	configurable.Configure(ctx, datasource.ConfigureRequest{ProviderData: configured}, &datasource.ConfigureResponse{})
	var s datasource.SchemaResponse
	source.Schema(ctx, datasource.SchemaRequest{}, &s)
	kind, ok := s.Schema.Type().TerraformType(ctx).(tftypes.Object)
	if !ok {
		t.Fatal("a schema is an object")
	}
	nulls := map[string]tftypes.Value{}
	for name, of := range kind.AttributeTypes {
		nulls[name] = tftypes.NewValue(of, nil)
	}
	var resp datasource.ReadResponse
	source.Read(ctx, datasource.ReadRequest{Config: tfsdk.Config{Schema: s.Schema, Raw: tftypes.NewValue(kind, nulls)}}, &resp)
	return resp.Diagnostics
}
