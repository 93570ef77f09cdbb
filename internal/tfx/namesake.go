package tfx

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Namesakes are objects of the name that a plan is about to create: those whose
// ids got lost with a state, or with a run that was killed, perhaps.
type Namesakes struct {
	Noun, Name string // Noun is "script"
	offers     []string
}

// Add takes one in, with what tells it from others.
func (n *Namesakes) Add(id, what string) {
	n.offers = append(n.offers, fmt.Sprintf("  terraform import paperspace_%s.<name> %s   # %s", n.Noun, id, what))
}

// Warn announces them, if there are any. The name is in the title, since
// Terraform shows one of several warnings of the same title, and here each has
// an id that is nowhere else.
func (n *Namesakes) Warn(diags *diag.Diagnostics) {
	if len(n.offers) == 0 {
		return
	}
	diags.AddAttributeWarning(path.Root("name"), fmt.Sprintf("%s %q exists already", capital(n.Noun), n.Name),
		fmt.Sprintf("The account has a %s named %q, and this plan creates another one. If it is not managed elsewhere and is meant to be this one, adopt it instead:\n%s",
			n.Noun, n.Name, strings.Join(n.offers, "\n")))
}

// Unchecked warns that nobody can say whether there are any.
func (n *Namesakes) Unchecked(err error, c *paperspace.Client) diag.Diagnostic {
	return Warning("Name not checked", fmt.Errorf("whether a %s named %q exists already could not be checked: %w", n.Noun, n.Name, err), c)
}
