package paperspace

import (
	"context"
	"errors"
	"fmt"
)

// gettable is an object that tells its fields.
type gettable interface {
	Get(Field) (value string, known bool)
}

// find reads one object that Terraform manages. It is found unless a show says
// that it does not exist and a list that parses as the service's own answer
// lacks it too: a retired host and a key of another team answer 404 to
// everything. empty is true when that list holds nothing at all, as the key of a
// wrong team would have it. An error says nothing about the object.
func find[T gettable](ctx context.Context, what, id string,
	show func(context.Context, string) (T, error), list func(context.Context, Filter) ([]T, error),
) (t T, found, empty bool, err error) {
	t, denied := show(ctx, id)
	if denied == nil {
		return t, true, false, nil
	}
	if !errors.Is(denied, ErrNotFound) {
		return t, false, false, denied
	}
	all, err := list(ctx, nil)
	if err != nil {
		return t, false, false, &Error{
			Op: fmt.Sprintf("read %s %s", what, id), Kind: ErrUnavailable,
			Message: fmt.Sprintf("the service says that the %[1]s does not exist (%[2]s), but the list of %[1]ss that would confirm it cannot be read", what, denied),
			Advice:  fmt.Sprintf("The %s is kept in the state. Check the endpoint and the key, then plan again.", what),
			Err:     err,
		}
	}
	for _, t := range all {
		if shown, _ := t.Get(FieldID); shown == id {
			return t, true, false, nil
		}
	}
	return t, false, len(all) == 0, nil
}
