package tfx

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// Gone is an object that was not found, or that Paperspace is destroying. It is removed
// from the state, except in the cases of [Gone.NotShownYet] and [Gone.BeingMade].
type Gone struct {
	Noun, Name, ID string // such as "script", "web", and the ID
	Empty          bool   // the account has no object of the kind at all
	Loss           string // what is lost as a result, a full sentence; can be empty
}

// label returns the object as it appears within a sentence.
func (g Gone) label() string { return label(g.Noun, g.Name, g.ID) }

// label returns an object as it appears within a sentence. Some objects have no name.
func label(noun, name, id string) string {
	if name == "" {
		return noun + " " + id
	}
	return fmt.Sprintf("%s %q (%s)", noun, name, id)
}

// Warning returns the warning for an object that was not found.
func (g Gone) Warning(c *ops.Client) diag.Diagnostic {
	key := "the API key from " + c.KeySource
	text := fmt.Sprintf("Two checks at least 5 seconds apart did not find %s. %s\n\n", g.label(), g.outcome())
	if g.Empty {
		text += fmt.Sprintf("Paperspace lists no %s at all for this API key. Unless you expect that, do not apply: "+
			"check that %s is the right endpoint and that %s belongs to the right team.", g.Noun, c.Endpoint, key)
	} else {
		text += fmt.Sprintf("If the deletion was intended, remove the resource from the configuration. "+
			"If the %s should still exist, check that %s belongs to the right team.", g.Noun, key)
	}
	return diag.NewWarningDiagnostic(capital(g.label())+" no longer exists", text)
}

// NotShownYet returns the warning for a new object that was not found. The object remains
// in the state.
func (g Gone) NotShownYet() diag.Diagnostic {
	return diag.NewWarningDiagnostic(capital(g.label())+" is not shown yet",
		fmt.Sprintf("An earlier apply requested %[1]s and ended before it was ready. Paperspace does not show it yet. "+
			"It might appear later and be billed, so it is kept in the state.\n\n"+
			"Apply again to wait for the %[2]s. If Paperspace never shows it, that apply fails, and the next plan creates a new %[2]s. "+
			"If the endpoint or the API key has changed since, check that it belongs to the right team.", g.label(), g.Noun))
}

// BeingMade returns the warning for an object that Paperspace is still creating. The
// object remains in the state.
func (g Gone) BeingMade() diag.Diagnostic {
	return diag.NewWarningDiagnostic(capital(g.label())+" is not shown yet",
		fmt.Sprintf("Paperspace is still creating %s, and might not show it until that is done. It stays in the state.\n\n"+
			"Run terraform plan again later. If the create fails, that plan creates a new %s.", g.label(), g.Noun))
}

// BeingDestroyed returns the warning for an object that Paperspace is destroying and
// still shows.
func (g Gone) BeingDestroyed() diag.Diagnostic {
	return diag.NewWarningDiagnostic(capital(g.label())+" is being destroyed",
		fmt.Sprintf("Paperspace is destroying %s, or has destroyed it and still shows it. %s\n\n"+
			"If the deletion was intended, remove the resource from the configuration.", g.label(), g.outcome()))
}

// NotImported returns the error for the import of an object that Paperspace is
// destroying.
func (g Gone) NotImported() diag.Diagnostic {
	return diag.NewErrorDiagnostic(capital(g.label())+" is being destroyed",
		fmt.Sprintf("Paperspace is destroying %s, or has destroyed it and still shows it, so it cannot be imported.\n\n"+
			"Remove the import. To create a new %s, add the resource without an import and apply.", g.label(), g.Noun))
}

func (g Gone) outcome() string {
	return strings.TrimSpace(fmt.Sprintf("Terraform removes it from the state and plans to create a new %s. %s", g.Noun, g.Loss))
}
