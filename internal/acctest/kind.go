package acctest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// Kind is a resource type, such as paperspace_snapshot. A test configures one resource of this type.
type Kind string

// Address returns the address of that resource.
func (k Kind) Address() string { return string(k) + ".x" }

// HCL returns the resource with the given lines.
func (k Kind) HCL(lines ...string) string {
	return fmt.Sprintf("resource %q \"x\" {\n  %s\n}\n", string(k), strings.Join(lines, "\n  "))
}

// Attr checks an attribute in the state.
func (k Kind) Attr(name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(k.Address(), tfjsonpath.New(name), value)
}

// Identity checks that a create and a change set the identity of an object, and that the object can be imported by
// it. The configurations are those of the create and of the change. The case c has no steps.
func (k Kind) Identity(t *testing.T, c Case, created, changed string) {
	t.Helper()
	same := []statecheck.StateCheck{statecheck.ExpectIdentityValueMatchesState(k.Address(), tfjsonpath.New("id"))}
	c.Needs = append(slices.Clone(c.Needs), Identity)
	c.Steps = func(e *Env) []resource.TestStep {
		return []resource.TestStep{
			{Config: e.Config(created), ConfigStateChecks: same},
			{Config: e.Config(changed), ConfigStateChecks: same},
			{Config: e.Config(changed), ResourceName: k.Address(), ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		}
	}
	Run(t, c)
}
