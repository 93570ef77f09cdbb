package machine

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ list.ListResourceWithConfigure = (*ListResource)(nil)

// ListResource is paperspace_machine for terraform query: machines that exist,
// managed or not.
type ListResource struct{ configured *tfx.Configured }

// NewListResource returns an unconfigured list resource.
func NewListResource() list.ListResource { return &ListResource{} }

// Metadata implements list.ListResource. The name is the managed resource's.
func (l *ListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine"
}

// ListResourceConfigSchema implements list.ListResource.
func (l *ListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the machines that the key may see, managed or not, for `terraform query`: to adopt them, and to find those that no configuration knows. " +
			"All filters must match. The guide [Adopting machines you already have](../guides/adopting-machines.md) shows how.\n\n" +
			"**Terraform stops after 100 machines and does not say so**; set `limit` in the `list` block to more than there are. " +
			"`terraform query` needs Terraform 1.14.2 or later (1.14.0 cannot generate configuration); no release of OpenTofu has it.",
		Attributes: map[string]schema.Attribute{},
	}
	for name, a := range filters().Filters("machines") {
		resp.Schema.Attributes[name] = a
	}
}

// Configure implements list.ListResourceWithConfigure.
func (l *ListResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.configured = tfx.From(req.ProviderData, &resp.Diagnostics)
}

// List implements list.ListResource. The pages of a large account are asked
// for one by one, and no further than Terraform wants to hear. Machines that are being
// destroyed are left out.
func (l *ListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	client, ok := l.configured.Ready("list machines", &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	tfx.RefuseLacking(req.Config, client.Traits.Untold[noun], client.Name, &diags)
	tfx.CheckRegion(filterOf(req.Config), client, &diags)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		ctx, cancel := tfx.ForRead(ctx)
		defer cancel()
		told := int64(0)
		for m, err := range client.Machines.List(ctx, filterOf(req.Config)) {
			if err != nil {
				var failed diag.Diagnostics
				tfx.NotFetched("Machines not listed", err, client, &failed)
				push(list.ListResult{Diagnostics: failed})
				return
			}
			if m = client.Examine(ctx, m); m.BeingDestroyed() {
				continue
			}
			told++
			if !push(found(ctx, req, m)) || told == req.Limit {
				return
			}
		}
		var nothing diag.Diagnostics
		if told == 0 {
			tfx.FoundNothing(filterOf(req.Config), &nothing)
		}
		if len(nothing) > 0 {
			push(list.ListResult{Diagnostics: nothing})
		}
	}
}

// found is a machine as an import and a read would have it.
func found(ctx context.Context, req list.ListRequest, m paperspace.Machine) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = m.ID
	if m.Name != "" {
		result.DisplayName = fmt.Sprintf("%s (%s)", tfx.Line(m.Name), m.ID)
	}
	tfx.SetID(ctx, result.Identity, m.ID, &result.Diagnostics)
	if !req.IncludeResource {
		return result
	}
	state := model{ID: types.StringValue(m.ID), AccessorIDs: types.SetNull(types.StringType), Timeouts: timeouts.Value{Object: types.ObjectNull(timeoutTypes)}}
	state.refresh(m)
	store(ctx, &result.Resource.Raw, result.Resource, &state, &result.Diagnostics)
	if missing := state.missing(); len(missing) > 0 {
		result.Diagnostics.AddWarning("Machine not fully known yet",
			fmt.Sprintf("Machine %s is %q, and the service does not tell yet: %s. A configuration generated for it lacks what it cannot do without. Query again when the machine is up.",
				result.DisplayName, m.State, strings.Join(missing, ", ")))
	}
	return result
}

// missing are the required arguments that the service does not tell.
func (m *model) missing() []string {
	var names []string
	for _, argument := range []struct {
		name  string
		value attr.Value
	}{{"name", m.Name}, {"machine_type", m.MachineType}, {"size", m.Size}} {
		if argument.value.IsNull() {
			names = append(names, argument.name)
		}
	}
	return names
}
