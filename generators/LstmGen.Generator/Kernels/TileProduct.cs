using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels;

/// <summary>
/// sums[m][n] += the sum over k of a[m][k] b[k][n], every sum in a register: the one loop nest of matrix products, projections,
/// gradients of h and x (rows of a, k inside a row), gradients of weights (k are rows, m inside a row) and dot products.
/// </summary>
/// <param name="Rows">Scalars that meet each vector.</param>
/// <param name="Columns">Vectors that meet each scalar.</param>
/// <param name="Sum">Name of the sum of a row and a column.</param>
/// <param name="Loads">Whether vectors are loaded where they are used, into a local each, or as many together as one instruction loads.</param>
internal sealed record TileProduct(int Rows, IReadOnlyList<Column> Columns, Func<int, int, string> Sum, VectorLoads Loads)
{
    /// <summary>Integers of a group, where groups of integers are multiplied; 1 for floats.</summary>
    internal int Together { get; init; } = 1;

    /// <summary>Floats of a scalar's vector: those of the widest column.</summary>
    private int Widest => Columns.Max(column => column.Lanes);

    /// <summary>Every sum begins with a value.</summary>
    internal IEnumerable<Statement> Start(Func<int, int, Value> first, string suffix = "")
        => Each((m, n) => new Let(new(Sum(m, n) + suffix), first(m, n), Columns[n].Lanes));

    internal IEnumerable<Statement> End(Func<int, int, Value, Statement> end)
        => Each((m, n) => end(m, n, new Local(Sum(m, n))));

    /// <summary>The same row by row, with a step from each row to the next.</summary>
    internal IEnumerable<Statement> Each(Func<int, int, Statement> one, params Statement[] next)
    {
        for (int m = 0; m < Rows; m++)
        {
            for (int n = 0; n < Columns.Count; n++)
            {
                yield return one(m, n);
            }

            foreach (Statement step in m < Rows - 1 ? next : [])
            {
                yield return step;
            }
        }
    }

    /// <summary>One scalar of each row in every lane, or several in a vector each.</summary>
    internal IEnumerable<Statement> Scalars(string name, Func<int, Place> place, int together = 1)
        => Enumerable.Range(0, Rows).Select(m => new Let(new($"{name}{m}"), together > 1 ? new Load(place(m), together) : new Splat(place(m), Widest)));

    /// <summary>The products of one k.</summary>
    /// <param name="row">Rows of columns from their refs on.</param>
    /// <param name="scalar">The scalar of a row of a.</param>
    /// <param name="lane">Its lane, where a vector holds several.</param>
    /// <param name="suffix">What the names of the sums end with.</param>
    /// <param name="local">Number of the first column's local.</param>
    internal IEnumerable<Statement> Term(int row, Func<int, string> scalar, Func<int, int>? lane = null, string suffix = "", int local = 0)
    {
        int together = Loads.Together;
        for (int n = 0; n < Columns.Count; n++)
        {
            Column column = Columns[n];
            for (int other = n; Loads.Named && n % together == 0 && other < Math.Min(n + together, Columns.Count); other++)
            {
                yield return new Let(Name(other), Columns[other].At(row));
            }

            Value vector = Loads.Named ? Name(n) : column.At(row);
            for (int m = 0; m < Rows; m++)
            {
                var sum = new Local(Sum(m, n) + suffix);
                yield return new Set(sum, lane is null
                    ? Product(column.Lanes, Low(new Local(scalar(m)), Widest, column.Lanes), vector, sum)
                    : new ByLane(vector, new Local(scalar(m)), lane(m), sum));
            }
        }

        Local Name(int n) => new($"{Loads.Name}{n + local}");
    }

    private Value Product(int lanes, Value scalar, Value vector, Value sum)
        => Together == 1 ? new Apply(Op.MultiplyAdd, lanes, 0, scalar, vector, sum) : new Dot(Together, lanes, scalar, vector, sum);

    /// <summary>
    /// Any number of terms, known when it runs: by lane where a load brings several scalars, or so many a trip, then one by one. The refs of
    /// the columns move on.
    /// </summary>
    /// <param name="scalars">Name of the scalars' locals.</param>
    /// <param name="source">The ref of a row of a.</param>
    /// <param name="machine">The instruction set.</param>
    /// <param name="unroll">Terms of a trip where scalars are loaded one by one.</param>
    /// <param name="declares">Whether k is declared ahead even where one loop is all.</param>
    internal IEnumerable<Statement> AnyTerms(string scalars, Func<int, string> source, Machine machine, int unroll = 1, bool declares = false)
    {
        bool byLane = machine.ScalarsPerLoad > 0;
        int trip = byLane ? machine.ScalarsPerLoad : unroll;
        if (trip > 1 || declares)
        {
            yield return new Integers("nint k = 0;");
        }

        if (trip > 1)
        {
            IEnumerable<Statement> Terms(int k) =>
            [
                .. byLane ? [] : Scalars(scalars, m => At(source(m), new Offset(k, "k"))),
                .. Term(k, m => $"{scalars}{m}", byLane ? _ => k : null),
            ];
            yield return new Block(
                $"for (; k <= depth - {trip}; k += {trip})",
                [
                    .. byLane ? Scalars(scalars, m => At(source(m), "k"), trip) : [],
                    .. Enumerable.Range(0, trip).Select(k => new Block(null, [.. Terms(k)])),
                    .. Advance(trip),
                ]);
        }

        yield return new Block(
            trip > 1 || declares ? "for (; k < depth; k++)" : "for (nint k = 0; k < depth; k++)",
            [.. Scalars(scalars, m => At(source(m), "k")), .. Term(0, m => $"{scalars}{m}"), .. Advance(1)]);
    }

    /// <summary>Moves the columns' refs on.</summary>
    internal IEnumerable<Statement> Advance(int rows)
        => rows == 0 ? [] : Columns.GroupBy(column => (column.Ref, column.RowFloats)).Select(each => Code.Advance(each.Key.Ref, rows * each.Key.RowFloats));
}

/// <summary>One vector of each row of b.</summary>
/// <param name="Ref">The ref that moves from row to row.</param>
/// <param name="Offset">Floats from there.</param>
/// <param name="Lanes">Floats of the vector.</param>
/// <param name="RowFloats">Floats from one row to the next.</param>
internal sealed record Column(string Ref, int Offset, int Lanes, int RowFloats)
{
    internal Load At(int row) => new(new(Ref, (row * RowFloats) + Offset), Lanes);

    /// <summary>Vectors side by side.</summary>
    internal static IReadOnlyList<Column> Row(string name, int vectors, int lanes, int rowFloats)
        => [.. Enumerable.Range(0, vectors).Select(vector => new Column(name, vector * lanes, lanes, rowFloats))];
}

/// <summary>How the vectors of a row come into registers: each where it is used, or in locals of a name, some at a time.</summary>
internal readonly record struct VectorLoads(string? Name, int Together)
{
    internal static VectorLoads InPlace => default;

    internal bool Named => Name is not null;
}
