namespace LstmGen.Training;

/// <summary>Which tag may follow which, and which may be the first and the last: what is not allowed has no probability, in training and in decoding.</summary>
public sealed class CrfConstraints
{
    private readonly bool[] _transitions;
    private readonly bool[] _starts;
    private readonly bool[] _ends;

    /// <summary>Constraints of K tags.</summary>
    /// <param name="transitions">[K, K]: whether tag j may follow tag i.</param>
    /// <param name="starts">[K]: whether a tag may be the first; empty: each may.</param>
    /// <param name="ends">[K]: whether a tag may be the last; empty: each may.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or no tag may be the first or the last.</exception>
    public CrfConstraints(ReadOnlySpan<bool> transitions, ReadOnlySpan<bool> starts = default, ReadOnlySpan<bool> ends = default)
    {
        Tags = (int)Math.Sqrt(transitions.Length);
        if (Tags == 0 || Tags * Tags != transitions.Length)
        {
            throw new ArgumentException($"transitions has {transitions.Length} values; [K, K] was expected.", nameof(transitions));
        }

        (_transitions, _starts, _ends) = (transitions.ToArray(), Each(starts, nameof(starts)), Each(ends, nameof(ends)));
    }

    /// <summary>Number of tags, K.</summary>
    public int Tags { get; }

    /// <summary>Whether a tag may follow another.</summary>
    /// <param name="from">0 to K - 1.</param>
    /// <param name="to">0 to K - 1.</param>
    public bool Allows(int from, int to) => _transitions[from * Tags + to];

    /// <summary>Whether a tag may be the first.</summary>
    /// <param name="tag">0 to K - 1.</param>
    public bool AllowsStart(int tag) => _starts[tag];

    /// <summary>Whether a tag may be the last.</summary>
    /// <param name="tag">0 to K - 1.</param>
    public bool AllowsEnd(int tag) => _ends[tag];

    /// <summary>
    /// Of tags in the BIO scheme (IOB2): <c>I-x</c> follows <c>B-x</c> or <c>I-x</c> alone. As AllenNLP's <c>allowed_transitions("BIO", ...)</c>.
    /// </summary>
    /// <param name="tags">The names of the tags by their index: <c>O</c>, <c>B-</c> or <c>I-</c> with a type behind it.</param>
    /// <exception cref="ArgumentException">A name is none of these.</exception>
    public static CrfConstraints Bio(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        bool[] transitions = new bool[tags.Count * tags.Count], starts = new bool[tags.Count];
        for (int to = 0; to < tags.Count; to++)
        {
            string name = tags[to] ?? "";
            if (name != "O" && !(name.Length > 2 && name[1] == '-' && name[0] is 'B' or 'I'))
            {
                throw new ArgumentException($"Tag {to} is '{name}'; O, B- or I- with a type behind it was expected.", nameof(tags));
            }

            bool goesOn = name[0] == 'I';
            starts[to] = !goesOn;
            for (int from = 0; from < tags.Count; from++)
            {
                transitions[from * tags.Count + to] = !goesOn || ((tags[from] ?? "").Length > 2 && tags[from].AsSpan(1).SequenceEqual(name.AsSpan(1)));
            }
        }

        return new CrfConstraints(transitions, starts);
    }

    private bool[] Each(ReadOnlySpan<bool> given, string name)
    {
        bool[] all = new bool[Tags];
        Array.Fill(all, true);
        if (given.IsEmpty)
        {
            return all;
        }

        return given.Length == Tags && given.Contains(true) ? given.ToArray() : throw new ArgumentException(
            $"{name} has {given.Length} values, {given.Count(true)} of them true; {Tags}, and at least one of them true, were expected.", name);
    }
}
