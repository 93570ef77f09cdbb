package machine

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// model is a machine in a state, a plan, or a configuration. The tag "service"
// defines what a refresh does to the value:
//
//	yes       takes Paperspace's value; null only once the machine is settled
//	identity  takes Paperspace's value unless it is null: a region that is null
//	          for a moment must not replace a machine
//	own       has its own rule; see [model.refresh]
//	no        keeps the value, which Paperspace does not return
type model struct {
	ID   types.String `tfsdk:"id" service:"identity"`
	Name types.String `tfsdk:"name" service:"identity"`

	MachineType tfx.Word     `tfsdk:"machine_type" service:"identity"`
	Size        tfx.Whole    `tfsdk:"size" service:"own"`
	Region      tfx.Region   `tfsdk:"region" service:"identity"`
	BillingType tfx.Word     `tfsdk:"billing_type" service:"identity"`
	TemplateID  types.String `tfsdk:"template_id" service:"no"`

	AssignPublicIP  types.Bool   `tfsdk:"assign_public_ip" service:"own"`
	DynamicPublicIP types.Bool   `tfsdk:"dynamic_public_ip" service:"yes"`
	NetworkID       types.String `tfsdk:"network_id" service:"identity"`

	TeamID            types.String `tfsdk:"team_id" service:"identity"`
	UserID            types.String `tfsdk:"user_id" service:"identity"`
	Email             types.String `tfsdk:"email" service:"no"`
	Password          types.String `tfsdk:"password" service:"no"` // write-only: null except in a configuration
	FirstName         types.String `tfsdk:"first_name" service:"no"`
	LastName          types.String `tfsdk:"last_name" service:"no"`
	NotificationEmail types.String `tfsdk:"notification_email" service:"no"`
	ScriptID          types.String `tfsdk:"script_id" service:"own"`

	EmailPassword       types.Bool `tfsdk:"email_password" service:"no"`
	EnableNVLink        types.Bool `tfsdk:"enable_nvlink" service:"no"`
	TakeInitialSnapshot types.Bool `tfsdk:"take_initial_snapshot" service:"no"`
	AccessorIDs         types.Set  `tfsdk:"accessor_ids" service:"no"`

	ShutdownTimeoutInHours tfx.Whole  `tfsdk:"shutdown_timeout_in_hours" service:"own"`
	ShutdownTimeoutForces  types.Bool `tfsdk:"shutdown_timeout_forces" service:"own"`
	PerformAutoSnapshot    types.Bool `tfsdk:"perform_auto_snapshot" service:"yes"`
	AutoSnapshotFrequency  tfx.Word   `tfsdk:"auto_snapshot_frequency" service:"own"`
	AutoSnapshotSaveCount  tfx.Whole  `tfsdk:"auto_snapshot_save_count" service:"own"`

	ReleasePublicIPOnDestroy types.Bool   `tfsdk:"release_public_ip_on_destroy" service:"no"`
	DesiredState             types.String `tfsdk:"desired_state" service:"own"`
	WaitFor                  types.String `tfsdk:"wait_for" service:"no"`
	WaitForCapacity          types.Bool   `tfsdk:"wait_for_capacity" service:"no"`

	State            types.String `tfsdk:"state" service:"yes"`
	OS               types.String `tfsdk:"os" service:"yes"`
	RAM              types.Int64  `tfsdk:"ram" service:"yes"`
	CPUs             types.Int64  `tfsdk:"cpus" service:"yes"`
	GPU              types.String `tfsdk:"gpu" service:"yes"`
	StorageTotal     types.Int64  `tfsdk:"storage_total" service:"yes"`
	StorageUsed      types.Int64  `tfsdk:"storage_used" service:"yes"`
	UsageRate        types.String `tfsdk:"usage_rate" service:"yes"`
	AgentType        types.String `tfsdk:"agent_type" service:"yes"`
	CreatedAt        types.String `tfsdk:"dt_created" service:"yes"`
	LastRunAt        types.String `tfsdk:"dt_last_run" service:"yes"`
	UpdatesPending   types.Bool   `tfsdk:"updates_pending" service:"yes"`
	PrivateIPAddress types.String `tfsdk:"private_ip_address" service:"yes"`
	PublicIPAddress  types.String `tfsdk:"public_ip_address" service:"yes"`

	Timeouts timeouts.Value `tfsdk:"timeouts" service:"no"`
}

// The values of wait_for and desired_state.
const (
	waitReady        = "ready"
	waitServiceReady = "serviceready"
	waitNone         = "none"

	desiredReady = "ready"
	desiredOff   = "off"
)

// hasPassword reports whether a machine was created together with a user. A read
// does not have that user's password.
func hasPassword(state *model) bool { return tfx.Known(state.Email) }
