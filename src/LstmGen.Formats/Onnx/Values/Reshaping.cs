namespace LstmGen.Formats.Onnx;

/// <summary>Which axes the dimensions of a reshaped value are.</summary>
internal static class Reshaping
{
    /// <summary>The dimensions of a value after it is reshaped; null where they are none of its axes.</summary>
    /// <param name="from">Its axes.</param>
    /// <param name="shape">The new dimensions: -1 of what is left, 0 of what the same dimension was.</param>
    /// <param name="zeros">Whether 0 is 0.</param>
    internal static Axes? Of(Axes from, IReadOnlyList<Size> shape, bool zeros)
    {
        var left = new LinkedList<Axis>(from.All);
        var result = new Axis[shape.Count][];
        int open = shape.ToList().FindIndex(size => size.Known == -1 || size.IsUnknown);
        for (int at = 0; at < (open < 0 ? shape.Count : open); at++)
        {
            if ((result[at] = Take(left, Wanted(from, shape[at], at, zeros), first: true)!) is null)
            {
                return null;
            }
        }

        for (int at = shape.Count - 1; at > open && open >= 0; at--)
        {
            if (shape[at].Known == -1 || shape[at].IsUnknown || (result[at] = Take(left, Wanted(from, shape[at], at, zeros), first: false)!) is null)
            {
                return null;
            }
        }

        if (open >= 0)
        {
            result[open] = [.. left];
        }

        return open >= 0 || left.All(axis => axis.Size == 1) ? new(result) : null;
    }

    private static Size Wanted(Axes from, Size size, int at, bool zeros) => size.Known == 0 && !zeros && at < from.Rank ? Size.Of(from[at]) : size;

    /// <summary>Takes the axes of a dimension from the beginning or the end of those that are left.</summary>
    private static Axis[]? Take(LinkedList<Axis> left, Size wanted, bool first)
    {
        List<Axis> taken = [];
        var named = wanted.Axes.Where(axis => axis.Size != 1).ToList();
        long number = named.Count > 0 ? 0 : wanted.Known ?? 0;
        while (named.Count > 0 || number > 1)
        {
            if (left.Count == 0)
            {
                return null;
            }

            Axis next = (first ? left.First : left.Last)!.Value;
            if (next.Size != 1 && named.Count > 0 && next != named[first ? 0 : ^1])
            {
                // A size that was baked in as a number elsewhere is as good as the axis.
                if (wanted.Known is not { } known || taken.Count > 0)
                {
                    return null;
                }

                (number, named) = (known, []);
            }

            Remove(left, first);
            if (next.Size == 1)
            {
                continue;
            }

            if (named.Count > 0)
            {
                named.RemoveAt(first ? 0 : named.Count - 1);
                taken.Add(next);
                continue;
            }

            if (Part(left, next, number, first) is not { } part)
            {
                return null;
            }

            taken.Add(part);
            number /= part.Size!.Value;
        }

        if (taken.Count == 0 && wanted.Known == 1 && left.Count > 0 && (first ? left.First : left.Last)!.Value is { Size: 1 } unit)
        {
            Remove(left, first);
            return [unit];
        }

        return wanted.Known == 0 || wanted.Known < 0 ? null : first ? [.. taken] : [.. Enumerable.Reverse(taken)];
    }

    /// <summary>An axis that is a dimension or a factor of it, or the part of an axis that the dimension is a factor of.</summary>
    private static Axis? Part(LinkedList<Axis> left, Axis next, long number, bool first)
    {
        next.Size ??= number;
        long size = next.Size.Value;
        if (size > 1 && number % size == 0)
        {
            return next;
        }

        if (size == 0 || size % number != 0)
        {
            return null;
        }

        // Both parts are new axes: what they are is to be seen, and they are not the values that a layer gave.
        Axis part = new(number, $"{number} of {next}"), rest = new(size / number, $"{size / number} of {next}");
        _ = first ? left.AddFirst(rest) : left.AddLast(rest);
        return part;
    }

    private static void Remove(LinkedList<Axis> left, bool first)
    {
        if (first)
        {
            left.RemoveFirst();
        }
        else
        {
            left.RemoveLast();
        }
    }
}
