package tfx

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// LostCreate describes a create that succeeded, possibly after its response was lost.
type LostCreate struct {
	Noun, Name, ID string // such as "machine", "web", and the ID
	Adopted        bool
	Others         []string // IDs
	Resent         bool
}

// Warnings returns warnings that name each object that might belong to another run. There
// are none if no response was lost.
func (l LostCreate) Warnings() diag.Diagnostics {
	var diags diag.Diagnostics
	if l.Adopted {
		diags.AddWarning(capital(label(l.Noun, l.Name, l.ID))+" was adopted after a lost response",
			fmt.Sprintf("The response to the create request was lost. %[1]s %[2]s is the only new %[3]s%[4]s and equals the configuration, so it is in the state now. "+
				"If another run or another person creates %[5]s%[6]s in this account, make sure that %[2]s is not theirs before you change or destroy it.",
				capital(l.Noun), l.ID, l.Noun, l.named(" with this name"), paperspace.Plural(l.Noun), l.named(" with the same name")))
	}
	if l.Resent && len(l.Others) == 0 {
		diags.AddWarning(fmt.Sprintf("Create request for %s was sent twice", label(l.Noun, l.Name, l.ID)),
			fmt.Sprintf("The response to the first request was lost. Nothing new appeared for two minutes, so the request was sent again and created %s. "+
				"If the first request takes effect later, a second %s%s might exist and be billed. "+
				"Look for it in the Paperspace console.", l.ID, l.Noun, l.named(" with this name, or with a name that Paperspace changed,")))
	}
	if len(l.Others) > 0 {
		diags.AddWarning(fmt.Sprintf("Another %s%s exists: %s", l.Noun, l.named(fmt.Sprintf(" named %q", l.Name)), strings.Join(l.Others, ", ")),
			fmt.Sprintf("The response to the first create request was lost. Nothing new appeared for two minutes, so the request was sent again and created %s. "+
				"The first request might have created the other one. Check it in the Paperspace console. If you do not need it, delete it there, because it might be billed.", l.ID))
	}
	return diags
}

// named returns words, or "" if the object has no name.
func (l LostCreate) named(words string) string {
	if l.Name == "" {
		return ""
	}
	return words
}
