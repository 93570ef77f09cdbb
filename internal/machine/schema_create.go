package machine

import (
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// userID rejects what can be no ID: an email address, or a text with spaces.
var userID = stringvalidator.RegexMatches(regexp.MustCompile(`^[^\s@]+$`), "must be the ID of a user, and not an email address; the data source paperspace_users lists the IDs")

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
			Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(userID)},
			MarkdownDescription: "The IDs of the users who get access to the machine before it starts for the first time, so that their SSH keys are on it at once. " +
				"To change who has access later, use `paperspace_machine_access`." + once,
		},
	}
}
