package tfx

import "github.com/hashicorp/terraform-plugin-framework/diag"

// wayOut is how to destroy although a plan fails: without a refresh, a plan to destroy
// neither plans what the configuration would change nor reads a data source.
const wayOut = "\n\nIf resources already exist, this error also stops terraform destroy. To destroy them, run terraform destroy -refresh=false."

// AddWayOut adds to every error in diags how to destroy in spite of it. It is for the
// errors of the plan of a resource and of a data source, because Terraform also plans
// before it destroys. It is not for validators and the provider block, whose errors
// block that command, too, and it leaves errors of the type blocking as they are.
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

// blocking is an error that a destroy also runs into.
type blocking struct{ diag.Diagnostic }

// Equal implements diag.Diagnostic.
func (b blocking) Equal(other diag.Diagnostic) bool {
	o, ok := other.(blocking)
	return ok && b.Diagnostic.Equal(o.Diagnostic)
}
