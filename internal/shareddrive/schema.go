package shareddrive

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A shared drive: a file share that the machines of a private network mount (API v1 only). " +
			"A drive is billed by its size until it is destroyed; see the guide [Costs](../guides/costs.md). Only administrators of a team can list, create, and destroy drives.\n\n" +
			"The password of a drive is in no state. The ephemeral resource [paperspace_shared_drive_credentials](../ephemeral-resources/shared_drive_credentials.md) returns it.",
		Attributes: map[string]schema.Attribute{
			"id": tfx.Shown("The ID of the drive, `sd…`."),
			"name": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(), PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
				MarkdownDescription: "The name. Names need not be unique. Updated in place.",
			},
			"size": schema.Int64Attribute{
				Required: true, CustomType: tfx.WholeType{}, Validators: []validator.Int64{tfx.Bounds{Least: 1, Most: paperspace.MostDriveGB, Unit: " GB", Hint: "Paperspace lists prices for drives from 250 to 80000 GB."}},
				PlanModifiers: []planmodifier.Int64{int64planmodifier.RequiresReplace()},
				MarkdownDescription: "The size in GB. Paperspace lists prices for 250, 500, 1000, 2000, 4000, 8000, 12000, 16000, and 80000, and requires a support request above 2000. " +
					"A drive cannot grow or shrink: **changing the size replaces the drive and deletes its data**.",
			},
			"region": tfx.RegionAttribute("Where the drive is, by name or code: `East Coast (NY2)` or `ny2`. Its network has to be in the same region. " +
				"Defaults to the provider's `region` when a drive is created. **Changing this forces a new drive and deletes its data.**"),
			"network_id":  tfx.Replacing("The ID of the private network whose machines can mount the drive, `n…`. **Changing this forces a new drive and deletes its data.**"),
			"mount_point": tfx.Shown("The UNC path of the drive, such as `\\\\10.64.92.2\\sdvkpg3v2v`. Linux mounts it as `//10.64.92.2/sdvkpg3v2v`."),
			"username":    tfx.Shown("The user name for the mount."),
			"dt_created":  tfx.Shown("When the drive was created, in RFC 3339."),
		},
	}
}
