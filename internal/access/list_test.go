package access_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/access"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/coreapi"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// configured returns the resource with a client of the given API, and the state of an access.
func configured(t *testing.T, api paperspace.API) (resource.Resource, tfsdk.State) {
	t.Helper()
	r := access.NewResource()
	r.(resource.ResourceWithConfigure).Configure(t.Context(), resource.ConfigureRequest{
		ProviderData: &tfx.Configured{Client: ops.NewClient(api, ops.Options{})},
	}, &resource.ConfigureResponse{})
	schema := &resource.SchemaResponse{}
	r.Schema(t.Context(), resource.SchemaRequest{}, schema)
	state := tfsdk.State{Schema: schema.Schema, Raw: tftypes.NewValue(schema.Schema.Type().TerraformType(t.Context()), nil)}
	for name, value := range map[string]string{"id": host + "/" + arya, "machine_id": host, "user_id": arya} {
		if diags := state.SetAttribute(t.Context(), path.Root(name), types.StringValue(value)); diags.HasError() {
			t.Fatal(diags)
		}
	}
	return r, state
}

// lists is an API that returns who has access, as API v1 does.
type lists struct{ *psfake.Server }

func (l lists) Users(_ context.Context, machineID string) ([]string, error) {
	m, _ := l.Machine(machineID)
	return m.Access, nil
}

func TestDriftAppearsIfTheAPIReturnsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := psfake.New(psfake.Strict())
		w.AddMachine(psfake.Machine{ID: host, Access: []string{arya}})
		endpoint, err := url.Parse("http://127.0.0.1:1")
		if err != nil {
			t.Fatal(err)
		}
		api := coreapi.New(coreapi.Options{Endpoint: endpoint, Key: "test-key", Timeout: time.Hour, RoundTripper: psfake.RoundTripper(fakecore.New(w))})
		api.AccessList = lists{w}
		r, state := configured(t, api)
		read := func() *resource.ReadResponse {
			resp := &resource.ReadResponse{State: state}
			r.Read(t.Context(), resource.ReadRequest{State: state}, resp)
			return resp
		}
		if resp := read(); len(resp.Diagnostics) != 0 || !resp.State.Raw.Equal(state.Raw) {
			t.Errorf("an access that exists: %v, %v", resp.Diagnostics, resp.State.Raw)
		}
		w.ChangeMachine(host, func(m *psfake.Machine) { m.Access = []string{sansa} })
		resp := read()
		if !resp.State.Raw.IsNull() || resp.Diagnostics.WarningsCount() != 1 || resp.Diagnostics.HasError() {
			t.Errorf("an access that was revoked: %v, %v", resp.Diagnostics, resp.State.Raw)
		}
	})
}

// Without this part of the API, the plan reports it in one sentence.
func TestAccessNotOffered(t *testing.T) {
	r, state := configured(t, paperspace.API{Name: "v3"})
	plan := tfsdk.Plan(state)
	resp := &resource.ModifyPlanResponse{Plan: plan}
	r.(resource.ResourceWithModifyPlan).ModifyPlan(t.Context(), resource.ModifyPlanRequest{Plan: plan, State: state}, resp)
	if resp.Diagnostics.ErrorsCount() != 1 || !strings.Contains(resp.Diagnostics[0].Detail(), "API v3 cannot") {
		t.Errorf("%v", resp.Diagnostics)
	}
}
