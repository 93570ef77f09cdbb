package shareddrive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*Credentials)(nil)

// Credentials is paperspace_shared_drive_credentials. Nothing else returns the password of a drive.
type Credentials struct{ configured *tfx.Configured }

// NewCredentials returns an unconfigured ephemeral resource.
func NewCredentials() ephemeral.EphemeralResource { return &Credentials{} }

type credentialsModel struct {
	SharedDriveID types.String `tfsdk:"shared_drive_id"`
	Username      types.String `tfsdk:"username"`
	Password      types.String `tfsdk:"password"`
	MountPoint    types.String `tfsdk:"mount_point"`
}

// Metadata implements ephemeral.EphemeralResource.
func (e *Credentials) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_shared_drive_credentials"
}

// Schema implements ephemeral.EphemeralResource.
func (e *Credentials) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The credentials that mount a shared drive (API v1 only). The values are in no state and in no plan file. Terraform reads them in every plan and apply, " +
			"and in a plan that creates or replaces the drive, only in its apply.\n\n" +
			"Never pass the password to a `local-exec` provisioner: if it fails, Terraform prints the command, and with it the password. " +
			"The example writes a file with mode 0600 onto the machine and mounts with that.\n\n" +
			"Ephemeral resources need Terraform 1.10 or later, or OpenTofu 1.11 or later.",
		Attributes: map[string]schema.Attribute{
			"shared_drive_id": schema.StringAttribute{
				Required: true, Validators: append(tfx.Filled(), tfx.ID()), MarkdownDescription: "The ID of the drive, `sd…`.",
			},
			"username":    schema.StringAttribute{Computed: true, MarkdownDescription: "The user name for the mount."},
			"password":    schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The password for the mount."},
			"mount_point": schema.StringAttribute{Computed: true, MarkdownDescription: "The UNC path of the drive."},
		},
	}
}

// Configure implements ephemeral.EphemeralResourceWithConfigure.
func (e *Credentials) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.configured = tfx.From(req.ProviderData, &resp.Diagnostics)
}

// Open implements ephemeral.EphemeralResource.
func (e *Credentials) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	client, ok := e.configured.Ready("read the credentials of a shared drive", &resp.Diagnostics)
	if !ok {
		return
	}
	if client.SharedDrives == nil {
		resp.Diagnostics.Append(tfx.Error("Not supported by this API version", client.Unsupported("read paperspace_shared_drive_credentials"), client))
		return
	}
	var m credentialsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := tfx.ForRead(ctx)
	defer cancel()
	found, err := client.Credentials(ctx, m.SharedDriveID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(tfx.OnlyAt("shared_drive_id", err, tfx.Error("Failed to read credentials", err, client)))
		return
	}
	m.Username, m.Password = tfx.StringOrNull(found.Username), tfx.StringOrNull(found.Password)
	m.MountPoint = tfx.StringOrNull(found.MountPoint)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &m)...)
}
