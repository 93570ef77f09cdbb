package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ action.ActionWithConfigure = (*Action)(nil)

// Action implements paperspace_machine_start, paperspace_machine_stop, and
// paperspace_machine_restart.
type Action struct {
	tfx.ActionEdge
	verb  string
	title string // the summary of an error
	text  string
	do    func(context.Context, *ops.Client, ops.Power) error
}

// NewStartAction returns paperspace_machine_start, unconfigured.
func NewStartAction() action.Action {
	return &Action{verb: "start", title: "Machine not started", text: startText,
		do: func(ctx context.Context, c *ops.Client, p ops.Power) error { return c.SwitchOn(ctx, p) }}
}

// NewStopAction returns paperspace_machine_stop, unconfigured.
func NewStopAction() action.Action {
	return &Action{verb: "stop", title: "Machine not stopped", text: stopText,
		do: func(ctx context.Context, c *ops.Client, p ops.Power) error { return c.SwitchOff(ctx, p) }}
}

// NewRestartAction returns paperspace_machine_restart, unconfigured.
func NewRestartAction() action.Action {
	return &Action{verb: "restart", title: "Machine not restarted", text: restartText,
		do: func(ctx context.Context, c *ops.Client, p ops.Power) error { return c.Restart(ctx, p) }}
}

const (
	startText = "Starts a machine. A machine that is already `ready` is not changed. If the machine is starting or stopping, the action first waits until that is over. " +
		"If Paperspace accepts the start but the machine does not start, usually for lack of capacity, the action fails with Paperspace's reason." + powerText
	stopText = "Stops a machine, which disconnects logged-in users. A machine that is already `off` is not changed. If Paperspace is working on the machine, the action first waits until that is over. " +
		"A machine that is off keeps its disk, and the disk is still billed." + powerText
	restartText = "Restarts a machine that is running, which disconnects logged-in users. If Paperspace is working on the machine, the action first waits until that is over. A machine that is `off` is an error. " +
		"The request is sent once. If its response is lost, the action looks for the restart among the events of the machine, and fails if there is none." + powerText

	powerText = " An action changes the machine and not the state of Terraform, which the next plan or apply refreshes. " +
		"To keep a machine in one power state, use `desired_state` of `paperspace_machine` instead."
)

// actionModel is the configuration of an action.
type actionModel struct {
	tfx.ActionArguments
	MachineID types.String `tfsdk:"machine_id"`
}

// Metadata implements action.Action.
func (a *Action) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_" + a.verb
}

// Schema implements action.Action.
func (a *Action) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	wait := "If `true`, the action waits until the machine is " + map[string]string{"start": "`ready`", "stop": "`off`", "restart": "`ready` again"}[a.verb] + ". Defaults to `true`. " +
		"If `false`, the action ends when Paperspace has accepted the request, and a later failure is not reported."
	resp.Schema = tfx.ActionSchema(ctx, a.text, a.verb+" the machine", wait, map[string]schema.Attribute{
		"machine_id": schema.StringAttribute{
			Required: true, Validators: append(tfx.Filled(), tfx.ID()),
			MarkdownDescription: "The ID of the machine to " + a.verb + ", `ps…`. The machine need not be managed by this configuration.",
		},
	})
}

// Invoke implements action.Action.
func (a *Action) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	client, ok := a.Ready(a.verb+" a machine", &resp.Diagnostics)
	if !ok {
		return
	}
	var config actionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := config.Deadline(ctx, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	if err := a.do(ctx, client, config.Power(ctx, config.MachineID.ValueString(), resp)); err != nil {
		resp.Diagnostics.Append(tfx.OnlyAt("machine_id", err, tfx.ActionError(a.title, err, client)))
	}
}
