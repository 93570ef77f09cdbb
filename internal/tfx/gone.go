package tfx

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Gone is an object that leaves the state because it no longer exists, or because
// Paperspace is destroying it.
type Gone struct {
	Noun, Name, ID string // Noun is "script"
	Empty          bool   // the account has no object of the kind at all
	Loss           string // what is lost with it, a full sentence; might be empty
}

// Label returns the object as it appears within a sentence.
func (g Gone) Label() string { return fmt.Sprintf("%s %q (%s)", g.Noun, g.Name, g.ID) }

// Warning returns the warning for an object that was not found.
func (g Gone) Warning(c *paperspace.Client) diag.Diagnostic {
	key := "the API key from " + c.KeySource
	text := fmt.Sprintf("Two checks at least 5 seconds apart did not find %s. %s\n\n", g.Label(), g.outcome())
	if g.Empty {
		text += fmt.Sprintf("Paperspace lists no %s at all for this API key. Unless you expect that, do not apply: "+
			"check that %s is the right endpoint and that %s belongs to the right team.", g.Noun, c.Endpoint, key)
	} else {
		text += fmt.Sprintf("If the deletion was intended, remove the resource from the configuration. "+
			"If the %s should still exist, check that %s belongs to the right team.", g.Noun, key)
	}
	return diag.NewWarningDiagnostic(capital(g.Label())+" no longer exists", text)
}

// BeingDestroyed returns the warning for an object that Paperspace still shows, and
// is destroying.
func (g Gone) BeingDestroyed() diag.Diagnostic {
	return diag.NewWarningDiagnostic(capital(g.Label())+" is being destroyed",
		fmt.Sprintf("Paperspace is destroying %s, or has destroyed it and still shows it. %s\n\n"+
			"If the deletion was intended, remove the resource from the configuration.", g.Label(), g.outcome()))
}

// NotImported returns the error for the import of such an object.
func (g Gone) NotImported() diag.Diagnostic {
	return diag.NewErrorDiagnostic(capital(g.Label())+" is being destroyed",
		fmt.Sprintf("Paperspace is destroying %s, or has destroyed it and still shows it, so it cannot be imported.\n\n"+
			"Remove the import. To create a new %s, add the resource without an import and apply.", g.Label(), g.Noun))
}

func (g Gone) outcome() string {
	return strings.TrimSpace(fmt.Sprintf("Terraform removes it from the state and plans to create a new %s. %s", g.Noun, g.Loss))
}
