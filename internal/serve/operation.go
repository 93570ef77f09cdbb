package serve

import (
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// hideSecrets hides the secrets of an operation in the diagnostics of its response. The
// responses of all operations pass through here, before the provider server logs them, so
// no resource can forget to do it.
func hideSecrets(o *transport.Operation, response any) {
	diagnostics := diagnosticsOf(response)
	if len(diagnostics) == 0 {
		return
	}
	hide := o.Hider()
	if hide == nil {
		return
	}
	for _, d := range diagnostics {
		d.Summary, d.Detail = hide(d.Summary), hide(d.Detail)
	}
}

// diagnosticsOf returns the Diagnostics field of a response.
func diagnosticsOf(response any) []*tfprotov6.Diagnostic {
	v := reflect.ValueOf(response)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return nil
	}
	field := v.Elem().FieldByName("Diagnostics")
	if !field.IsValid() {
		return nil
	}
	diagnostics, _ := field.Interface().([]*tfprotov6.Diagnostic)
	return diagnostics
}
