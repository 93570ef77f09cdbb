package paperspace

import (
	"context"
	"iter"
	"strings"
)

// Objects is the part of the API for objects of one kind that are created and destroyed.
// Those that have a name are [Renamable], too.
type Objects[T, In any] interface {
	// List returns the objects that match every filter, in Paperspace's order.
	List(ctx context.Context, f Filter) ([]T, error)
	// Show reads one object.
	Show(ctx context.Context, id string) (T, error)
	// Create sends one request that is never repeated once it might have arrived; see
	// [HadEffect] and ops.Kind.Create.
	Create(ctx context.Context, in In) (T, error)
	Destroy(ctx context.Context, id string) error
}

// Renamable is the part of the API for objects whose name changes.
type Renamable interface {
	Rename(ctx context.Context, id, name string) error
}

// Creation is what an object T is to be.
type Creation[T any] interface {
	// title returns the name, or what distinguishes one create from another that has none. Two
	// creates of one title run one after the other.
	Title() string
	Compare(T) Likeness
}

// Plural returns the plural of a kind.
func Plural(noun string) string {
	if strings.HasSuffix(noun, "s") {
		return noun + "es"
	}
	return noun + "s"
}

// Each returns a list that came in one piece as a sequence, which ends with the error,
// if there is one.
func Each[T any](all []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, t := range all {
			if !yield(t, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}
