package tfx

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Namesakes are existing objects with the name of an object that a plan creates. Their
// IDs might have been lost with a state or with a run that was killed.
type Namesakes struct {
	Noun, Name string // such as "script" and "setup"
	Type       string // of the resource, if it differs from the kind
	offers     []string
}

// Add adds an object. The argument what distinguishes it from the others.
func (n *Namesakes) Add(id, what string) {
	n.offers = append(n.offers, strings.TrimRight(fmt.Sprintf("  terraform import paperspace_%s.NAME %s   # %s", cmp.Or(n.Type, n.Noun), id, what), " #"))
}

// Warn adds a warning if there are any. In the apply of a replacement with
// create_before_destroy, the create looks like any other, so the old object is one of
// them. The summary contains the name, because Terraform shows only one of several
// warnings with the same summary, and no other message contains these IDs.
func (n *Namesakes) Warn(diags *diag.Diagnostics) {
	if len(n.offers) == 0 {
		return
	}
	diags.AddAttributeWarning(path.Root("name"), fmt.Sprintf("%s %q already exists", capital(n.Noun), n.Name),
		fmt.Sprintf("Paperspace already has a %[1]s named %[2]q. Applying this plan creates a second one. If the plan replaces it with create_before_destroy, ignore this warning. "+
			"If you want to manage the existing %[1]s instead, import it before you apply:\n%[3]s",
			n.Noun, n.Name, strings.Join(n.offers, "\n")))
}

// Question returns what the check was to find out, for [Unchecked].
func (n *Namesakes) Question() string {
	return fmt.Sprintf("whether a %s named %q already exists", n.Noun, n.Name)
}
