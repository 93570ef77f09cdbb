package tfcore

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// state is what is kept between commands.
type state struct {
	objects map[string]*object // by address
	outputs map[string]cty.Value
}

// object is an instance of a resource or of a data source.
type object struct {
	block    *block
	instance instance
	schema   *schema
	value    cty.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	tainted  bool
	needs    []string // addresses of blocks
}

func (s state) clone() state {
	c := state{objects: map[string]*object{}, outputs: maps.Clone(s.outputs)}
	for address, o := range s.objects {
		one := *o
		c.objects[address] = &one
	}
	return c
}

// keep stores an object as a provider returned it. It removes the object if the value is
// null.
func (r *run) keep(address string, o *object) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if o == nil || o.value.IsNull() {
		delete(r.state.objects, address)
		return
	}
	r.state.objects[address] = o
}

func (r *run) held(address string) *object {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.objects[address]
}
