package machine

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewListResource returns paperspace_machine for terraform query. The pages of a large
// account are requested one by one, and only as many as Terraform needs.
func NewListResource() list.ListResource {
	return &tfx.ListResource[paperspace.Machine]{
		Noun: kindName, Type: kindName,
		Listing: tfx.Listing[paperspace.Machine]{
			Filters: properties().Only(filterBy...),
			Text:    "the machines that the API key has access to.",
			Keep: func(ctx context.Context, c *ops.Client, m paperspace.Machine) (paperspace.Machine, bool, error) {
				m = c.Examine(ctx, m)
				return m, !m.BeingDestroyed(), nil
			},
		},
		Stream: func(c *ops.Client) tfx.Stream[paperspace.Machine] {
			return func(ctx context.Context, f paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
				return c.Machines.List(ctx, apiFilter(f))
			}
		},
		Fill: fill,
	}
}

// fill sets the state of a listed machine, and warns if Paperspace does not show all
// required arguments yet.
func fill(ctx context.Context, _ *ops.Client, m paperspace.Machine, into *tfsdk.Resource) (diags diag.Diagnostics) {
	state := model{ID: types.StringValue(m.ID), AccessorIDs: types.SetNull(types.StringType), Timeouts: timeouts.Value{Object: types.ObjectNull(timeoutTypes)}}
	state.refresh(m)
	store(ctx, &into.Raw, into, &state, &diags)
	if missing := state.missing(); len(missing) > 0 {
		diags.AddWarning(fmt.Sprintf("Machine %q (%s) is incomplete", m.Name, m.ID),
			fmt.Sprintf("The machine is %q, and Paperspace does not show %s yet. A configuration that is generated for it lacks these required arguments. "+
				"Run the query again when the machine is up.", m.State, strings.Join(missing, " and ")))
	}
	return diags
}

// missing returns the required arguments that Paperspace does not show.
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
