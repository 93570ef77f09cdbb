package machine

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// createAttributes are options of the create that no API version shows again.
func createAttributes() map[string]schema.Attribute {
	const once = " Used only when the machine is created: a later change is recorded in the state, and nothing is sent. API v1 only."
	return map[string]schema.Attribute{
		"email_password": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether Paperspace sends an email with the password of the machine to the owner of the API key. If omitted, Paperspace decides, and sends one." + once,
		},
		"enable_nvlink": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether the GPUs of the machine are connected by NVLink, for the machine types that have it, such as `H100x8`. If omitted, Paperspace decides." + once,
		},
		"take_initial_snapshot": schema.BoolAttribute{
			Optional:            true,
			MarkdownDescription: "Whether Paperspace takes a snapshot of the new machine, which is billed like any other. If omitted, Paperspace decides." + once,
		},
		"accessor_ids": schema.SetAttribute{
			Optional: true, ElementType: types.StringType,
			Validators: tfx.UserIDs(),
			MarkdownDescription: "The IDs of the users who get access to the machine before it starts for the first time, so that their SSH keys are on it at once. " +
				"To change who has access later, use `paperspace_machine_access`." + once,
		},
	}
}
