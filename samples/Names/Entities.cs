using LstmGen.Training;

namespace LstmGen.Samples.Names;

/// <summary>Names that are right (first word, last word and kind), that were found, and that are there: of one kind or of all.</summary>
internal readonly record struct EntityScore(int Right, int Found, int There)
{
    public double Precision => Found == 0 ? 0 : 100.0 * Right / Found;

    public double Recall => There == 0 ? 0 : 100.0 * Right / There;

    public double F1 => Found + There == 0 ? 0 : 200.0 * Right / (Found + There);

    public EntityScore With(string[] right, string[] found, string? kind = null)
    {
        (int, int, string)[] expected = [.. Names(right, kind)], guessed = [.. Names(found, kind)];
        return new(Right + guessed.Count(expected.Contains), Found + guessed.Length, There + expected.Length);
    }

    /// <summary>Names of tags in the BIO scheme; an I that goes on with none begins one, as in conlleval.</summary>
    private static IEnumerable<(int First, int Last, string Kind)> Names(string[] tags, string? kind)
    {
        for (int first = 0, next; first < tags.Length; first = next)
        {
            next = first + 1;
            while (tags[first] != "O" && next < tags.Length && tags[next] == $"I{tags[first][1..]}")
            {
                next++;
            }

            if (tags[first] != "O" && (kind is null || tags[first][2..] == kind))
            {
                yield return (first, next - 1, tags[first][2..]);
            }
        }
    }
}

/// <summary>F1 of names while training.</summary>
internal sealed class EntityMetric(string[] tags) : LstmMetric
{
    private EntityScore _score;

    public override string Name => "F1 of names";

    public override bool HigherIsBetter => true;

    public override double Value => _score.F1;

    public override void Reset() => _score = default;

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize)
        => throw new NotSupportedException("Names are counted by sentences; a batch was expected.");

    public override void Add(ReadOnlySpan<float> outputs, LstmBatch batch, int outputSize)
    {
        for (int row = 0; row < batch.Rows; row++)
        {
            string[] right = new string[batch.Lengths[row]], found = new string[batch.Lengths[row]];
            for (int step = 0; step < right.Length; step++)
            {
                (right[step], found[step]) = (tags[(int)batch.Target(step, row)[0]], tags[(int)outputs[(step * batch.Rows) + row]]);
            }

            _score = _score.With(right, found);
        }
    }
}
