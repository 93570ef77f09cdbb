package machine

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// createAttributes returns the options of a create that no API version returns.
func createAttributes() map[string]schema.Attribute {
	const once = " Used only when the machine is created. Changing this updates only the state."
	return map[string]schema.Attribute{
		"email_password": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "If `true`, Paperspace sends an email with the password of the machine to the owner of the API key (API v1 only). Defaults to a value set by Paperspace, which is `true`." + once,
		},
		"enable_nvlink": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "If `true`, connect the GPUs of the machine by NVLink, for machine types that have it, such as `H100x8` (API v1 only). Defaults to a value set by Paperspace." + once,
		},
		"take_initial_snapshot": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "If `true`, Paperspace takes a snapshot of the new machine (API v1 only). Defaults to a value set by Paperspace. Snapshots are billed." + once,
		},
		"accessor_ids": schema.SetAttribute{
			Optional: true, ElementType: types.StringType,
			Validators: tfx.UserIDs(),
			MarkdownDescription: "The IDs of the users who get access to the machine before its first start (API v1 only). Their SSH keys are on the machine from the first boot. " +
				"To change who has access later, use `paperspace_machine_access`." + once,
		},
	}
}
