package tfx

import "github.com/hashicorp/terraform-plugin-framework/diag"

// wayOut is how to destroy although a plan fails. Without a refresh, a plan to destroy
// neither plans the changes of the configuration nor reads data sources.
const wayOut = "\n\nIf resources already exist, this error also stops terraform destroy. To destroy them, run terraform destroy -refresh=false."

// AddWayOut adds wayOut to every error in diags, because Terraform also plans before it
// destroys. It is for errors from the plan of a resource and from a data source. It is
// not for validators and the provider block, whose errors also block that command, and it
// does not change errors of type blocking.
func AddWayOut(diags *diag.Diagnostics) {
	for i, d := range *diags {
		if _, blocked := d.(blocking); blocked || d.Severity() != diag.SeverityError {
			continue
		}
		longer := diag.Diagnostic(diag.NewErrorDiagnostic(d.Summary(), d.Detail()+wayOut))
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			longer = diag.WithPath(at.Path(), longer)
		}
		(*diags)[i] = longer
	}
}

// blocking is an error that also blocks a destroy without a refresh.
type blocking struct{ diag.Diagnostic }

// Equal implements diag.Diagnostic.
func (b blocking) Equal(other diag.Diagnostic) bool {
	o, ok := other.(blocking)
	return ok && b.Diagnostic.Equal(o.Diagnostic)
}
