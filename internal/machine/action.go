package machine

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ action.ActionWithConfigure = (*Action)(nil)

// actionTimeout is how long an action may take unless its timeouts block says
// otherwise.
const actionTimeout = 30 * time.Minute

// Action is one of paperspace_machine_start, _stop and _restart.
type Action struct {
	verb       string
	title      string // of an error
	text       string
	do         func(context.Context, *paperspace.Client, paperspace.Power) error
	configured *tfx.Configured
}

// NewStartAction returns paperspace_machine_start, unconfigured.
func NewStartAction() action.Action {
	return &Action{verb: "start", title: "Machine not started", text: startText,
		do: func(ctx context.Context, c *paperspace.Client, p paperspace.Power) error { return c.SwitchOn(ctx, p) }}
}

// NewStopAction returns paperspace_machine_stop, unconfigured.
func NewStopAction() action.Action {
	return &Action{verb: "stop", title: "Machine not stopped", text: stopText,
		do: func(ctx context.Context, c *paperspace.Client, p paperspace.Power) error { return c.SwitchOff(ctx, p) }}
}

// NewRestartAction returns paperspace_machine_restart, unconfigured.
func NewRestartAction() action.Action {
	return &Action{verb: "restart", title: "Machine not restarted", text: restartText,
		do: func(ctx context.Context, c *paperspace.Client, p paperspace.Power) error { return c.Restart(ctx, p) }}
}

const (
	startText = "Starts a machine. One that is `ready` already is left alone; one that is on its way, or being stopped, is waited for first. " +
		"A start that the service accepts and then gives up, for lack of capacity as a rule, is an error with the service's reason."
	stopText = "Stops a machine, which throws out whoever is logged in. One that is `off` already is left alone; one in the middle of something else is waited for first. " +
		"A machine that is off keeps its disk, and is still billed for it."
	restartText = "Restarts a machine that runs, which throws out whoever is logged in. One in the middle of something else is waited for first; one that is `off` is an error. " +
		"The request is sent once: if its answer is lost, the machine's events tell whether it arrived, and if it did not the action fails rather than risk a second restart."

	// actionsText ends every description. Terraform 1.14.0 could run an action
	// before the resource it belongs to was done.
	actionsText = "\n\nActions need Terraform 1.14 or later, better 1.14.2, and no release of OpenTofu has them: a configuration with an `action` block is an error there, so keep it out of shared modules. " +
		"An action changes the machine and not the state of Terraform, which the next plan or apply refreshes. For a machine that Terraform shall keep in one power state use `desired_state` of `paperspace_machine` instead."
)

// actionModel is the configuration of every one of them.
type actionModel struct {
	MachineID types.String   `tfsdk:"machine_id"`
	Wait      types.Bool     `tfsdk:"wait"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

// Metadata implements action.Action.
func (a *Action) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_" + a.verb
}

// Schema implements action.Action.
func (a *Action) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: a.text + actionsText,
		Attributes: map[string]schema.Attribute{
			"machine_id": schema.StringAttribute{
				Required: true, Validators: append(tfx.Filled(), tfx.ID()),
				MarkdownDescription: "The id of the machine to " + a.verb + ", `ps…`. The machine need not be managed by this configuration.",
			},
			"wait": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether to wait until the machine is " + map[string]string{"start": "`ready`", "stop": "`off`", "restart": "`ready` again"}[a.verb] + ". Default `true`. " +
					"With `false` the action is over once the service has accepted the request, and nobody hears of a failure after that.",
			},
		},
		Blocks: map[string]schema.Block{
			"timeouts": tfx.ActionTimeouts(ctx, timeouts.Opts{
				InvokeDescription: tfx.TimeoutText(a.verb+" the machine, with everything that is waited for", actionTimeout),
			}),
		},
	}
}

// Configure implements action.ActionWithConfigure.
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.configured = tfx.From(req.ProviderData, &resp.Diagnostics)
}

// Invoke implements action.Action.
func (a *Action) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	client, ok := a.configured.Ready(a.verb+" a machine", &resp.Diagnostics)
	if !ok {
		return
	}
	var config actionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	timeout, diags := config.Timeouts.Invoke(ctx, actionTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err := a.do(ctx, client, paperspace.Power{
		ID:   config.MachineID.ValueString(),
		Wait: config.Wait.IsNull() || config.Wait.ValueBool(), // actions have no defaults
		Tell: func(line string) { say(ctx, resp.SendProgress, line) },
	})
	if err != nil {
		resp.Diagnostics.Append(tfx.OnlyAt("machine_id", err, tfx.Error(a.title, inItsTimeouts(err), client)))
	}
}

// say sends a line unless nobody is there to hear it: once Terraform has gone,
// SendProgress never returns.
func say(ctx context.Context, send func(action.InvokeProgressEvent), line string) {
	if ctx.Err() != nil {
		return
	}
	sent := make(chan struct{})
	go func() {
		send(action.InvokeProgressEvent{Message: line})
		close(sent)
	}()
	select {
	case <-sent:
	case <-ctx.Done():
	}
}

// inItsTimeouts words the advice after a timeout for an action.
func inItsTimeouts(err error) error {
	var e *paperspace.Error
	if errors.As(err, &e) && (errors.Is(err, paperspace.ErrTimeout) || errors.Is(err, context.DeadlineExceeded)) {
		e.Advice = cmp.Or(e.Advice, "Raise invoke in the action's timeouts block if the service only needs longer. What was asked of the service may still happen.")
	}
	return err
}
