// Package script implements the resource paperspace_script and the data sources for scripts.
package script

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ resource.ResourceWithUpgradeState = (*Resource)(nil)

// Resource is paperspace_script.
type Resource struct {
	managed
}

type managed = tfx.Managed[resourceModel, *resourceModel, paperspace.Script, paperspace.ScriptCreate]

// NewResource returns an unconfigured resource.
func NewResource() resource.Resource { return &Resource{newManaged()} }

func newManaged() managed {
	return managed{
		Imported:   tfx.Imported{Noun: "script", Type: "script", Prefix: "sc"},
		Kind:       objects,
		Texts:      []string{"name", "machine_id"},
		Creation:   (*resourceModel).create,
		Refresh:    (*resourceModel).refresh,
		Name:       func(m *resourceModel) *types.String { return &m.Name },
		Hide:       func(ctx context.Context, m *resourceModel) { tfx.HideText(ctx, m.Text) },
		Check:      check,
		Finish:     finish,
		FollowUps:  []string{"is_enabled", "machine_id"},
		Change:     change,
		NotChanged: "Failed to change script",
		Complete:   readRest,
	}
}

func objects(c *ops.Client) *ops.Kind[paperspace.Script, paperspace.ScriptCreate] {
	return c.Scripts
}

// Schema implements resource.Resource.
func (*Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = resourceSchema()
}

// ModifyPlan warns about a text that Linux cannot run, even if the client is not known.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	checkRunnable(ctx, req, &resp.Diagnostics)
	r.managed.ModifyPlan(ctx, req, resp)
}

// check rejects what the API version does not support, and determines what replaces the script.
func check(ctx context.Context, p *tfx.Planned[resourceModel]) {
	tfx.RejectLacking(p.Request.Config, p.Client.Traits.ScriptLacks, p.Client.Name, &p.Diagnostics)
	switch {
	case p.Diagnostics.HasError(): // a rejected plan needs no warnings
	case p.State == nil && p.Plan.Text.IsNull():
		// The schema cannot require the text, because API v1 does not return that of an imported script.
		p.Diagnostics.AddAttributeError(path.Root("script_text"), "Missing script_text",
			"A new script needs a text. Set script_text. To manage an existing script without its text, import it.")
	case p.State != nil:
		for _, field := range replacing(p.Client, p.Plan, p.State, machinesSeen(ctx, p.Request.Private, &p.Diagnostics)) {
			p.RequiresReplace.Append(path.Root(string(field)))
		}
	}
}

// finish sets the settings that the create request of this API version does not support.
func finish(ctx context.Context, c *ops.Client, m *resourceModel, s paperspace.Script) (paperspace.Script, *tfx.Notice, error) {
	return s, nil, c.FinishScript(ctx, s, m.create())
}

// Update implements resource.Resource.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	if r.fits(ctx, req, &resp.Diagnostics); !resp.Diagnostics.HasError() {
		r.managed.Update(ctx, req, resp)
	}
}

// fits rejects an update that the API version cannot do. Such an update can be planned while the API version is
// unknown.
func (r *Resource) fits(ctx context.Context, req resource.UpdateRequest, diags *diag.Diagnostics) {
	var plan, state resourceModel
	diags.Append(req.Plan.Get(ctx, &plan)...)
	diags.Append(req.State.Get(ctx, &state)...)
	client := r.Client()
	if client == nil || diags.HasError() {
		return
	}
	if fields := replacing(client, &plan, &state, machinesSeen(ctx, req.Private, diags)); len(fields) > 0 {
		diags.AddAttributeError(path.Root(string(fields[0])), "Script cannot be changed",
			fmt.Sprintf("Script %s was not changed. With api_version = %q, a change forces a new script. To replace the script, plan and apply again.",
				state.ID.ValueString(), client.Name))
	}
}

// change changes a script. If the API version cannot do that, all changes update only the state: a description that
// is "" instead of null, and the machine of an imported script.
func change(ctx context.Context, c *ops.Client, plan, state *resourceModel) (*tfx.Notice, error) {
	if c.ScriptEdits == nil {
		return nil, nil //nolint:nilnil // nothing to do, and nothing to say
	}
	_, err := c.ChangeScript(ctx, plan.change(state))
	return nil, err
}
