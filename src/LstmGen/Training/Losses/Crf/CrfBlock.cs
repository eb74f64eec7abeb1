namespace LstmGen.Training;

/// <summary>
/// A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001) over the outputs of a model: a score for each tag behind each other one, which are learned
/// with the model. Its loss is -ln of the probability of the right tags among all sequences of tags; decoding finds the most probable sequence (Viterbi).
/// </summary>
/// <remarks>
/// <para>
/// The score of tags y over emissions e is start[y0] + the sum of e[t, yt] + the sum of transitions[yt, yt+1] + end[y of the last step]. Names, shapes and initial values
/// (uniform in -0.1..0.1) are those of pytorch-crf; the constraints are those of AllenNLP's <c>ConditionalRandomField</c>.
/// </para>
/// <para>All sums are in double and of a fixed order: the bits are the same on every processor. What a sequence needs in between is kept, so that only longer ones allocate.</para>
/// </remarks>
public sealed class CrfBlock : TrainableBlock
{
    private readonly CrfOptions _options;
    private readonly CrfScratch _scratch;
    private readonly LstmTrainable _starts;
    private readonly LstmTrainable _ends;
    private readonly LstmTrainable _transitions;

    /// <summary>A field of so many tags.</summary>
    /// <param name="tags">K, at least 1: emissions of each step.</param>
    /// <param name="options">The defaults where null.</param>
    /// <param name="name">What the names of its parameters start with.</param>
    /// <param name="seed">Determines initial values.</param>
    /// <exception cref="ArgumentException">The number of tags is out of range, or not that of the constraints.</exception>
    public CrfBlock(int tags, CrfOptions? options = null, string name = "crf.", ulong seed = 0)
        : base(name, seed)
    {
        const double Bound = 0.1;
        ArgumentOutOfRangeException.ThrowIfLessThan(tags, 1);
        (Tags, _options) = (tags, options ?? new CrfOptions());
        if (_options.Constraints is CrfConstraints constraints && constraints.Tags != tags)
        {
            throw new ArgumentException($"The constraints are of {constraints.Tags} tags; {tags} were expected.", nameof(options));
        }

        _starts = Uniform("start_transitions", [tags], Bound);
        _ends = Uniform("end_transitions", [tags], Bound);
        _transitions = Uniform("transitions", [tags, tags], Bound);
        _scratch = new CrfScratch(tags);
    }

    /// <summary>Number of tags, K.</summary>
    public int Tags { get; }

    /// <summary>The loss of a batch, and its gradients.</summary>
    /// <param name="emissions">[T, B, K]: outputs of the model.</param>
    /// <param name="lengths">[B], each 0 to T: steps of each sequence.</param>
    /// <param name="tags">[T, B]: the right ones, 0 to K - 1; what lies past a length is not read.</param>
    /// <param name="gradients">[T, B, K], written, 0 past a length; the gradients of the parameters are written too. Empty: none is wanted.</param>
    /// <param name="weights">[B]: how much each sequence counts in the mean, finite and at least 0; those of weight 0 are not looked at. Empty: 1 each.</param>
    /// <param name="accumulate">Whether the gradients of the parameters are added to those that are there.</param>
    /// <returns>The mean over steps or sequences (<see cref="CrfOptions.PerStep"/>), 0 where none counts. Not finite where an emission of one is not.</returns>
    /// <exception cref="ArgumentException">A length differs, buffers overlap, or a number is out of range; row and step are named. So are tags that the constraints do not allow.</exception>
    public double Evaluate(
        ReadOnlySpan<float> emissions,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<float> tags,
        Span<float> gradients,
        ReadOnlySpan<float> weights = default,
        bool accumulate = false)
    {
        Enter();
        try
        {
            CrfGuard.Check(emissions, lengths, Tags, weights);
            CrfGuard.CheckTargets(emissions, tags, lengths.Length, Tags, gradients);
            LoadScores();
            return Evaluate(new CrfBatch(emissions, lengths, tags, Tags, weights, _options, _scratch), gradients, accumulate);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>The loss of a batch of a trainer: a sequence counts as much as the mask of its first step says.</summary>
    /// <param name="batch">With a target for each step, the tag.</param>
    /// <param name="emissions">[T, B, K].</param>
    /// <param name="gradients">[T, B, K], written; or empty: none is wanted.</param>
    /// <param name="accumulate">Whether the gradients of the parameters are added to those that are there.</param>
    /// <returns>The mean, as of the other overload.</returns>
    /// <exception cref="ArgumentException">As of the other overload; or the batch has other targets.</exception>
    public double Evaluate(LstmBatch batch, ReadOnlySpan<float> emissions, Span<float> gradients, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.HasTargetSequences || batch.IsOfSequences || batch.TargetSize != 1)
        {
            throw new ArgumentException("The batch has other targets; one tag for each step was expected.", nameof(batch));
        }

        return Evaluate(emissions, batch.Lengths, batch.Targets, gradients, batch.Mask[..batch.Rows], accumulate);
    }

    /// <summary>The tags of the highest score for each sequence. Of equal ones the lower numbers.</summary>
    /// <param name="emissions">[T, B, K].</param>
    /// <param name="lengths">[B], each 0 to T.</param>
    /// <param name="tags">[T, B], written up to each length.</param>
    /// <param name="scores">[B]: the score of each sequence's tags, written, 0 where there are no steps; or empty: not wanted.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public void Decode(ReadOnlySpan<float> emissions, ReadOnlySpan<int> lengths, Span<int> tags, Span<double> scores = default)
    {
        Enter();
        try
        {
            CrfGuard.Check(emissions, lengths, Tags, default);
            CrfGuard.Require(tags.Length, emissions.Length / Tags, nameof(tags));
            CrfGuard.Require(scores.Length, scores.IsEmpty ? 0 : lengths.Length, nameof(scores));
            LoadScores();
            for (int row = 0; row < lengths.Length; row++)
            {
                _scratch.GrowBefore(lengths[row]);
                double score = lengths[row] > 0 ? new CrfSequence(emissions, lengths.Length, row, Tags, lengths[row], _scratch).Best(tags) : 0;
                if (!scores.IsEmpty)
                {
                    scores[row] = score;
                }
            }
        }
        finally
        {
            Exit();
        }
    }

    private double Evaluate(CrfBatch batch, Span<float> gradients, bool accumulate)
    {
        double loss = batch.Evaluate(gradients);
        if (!gradients.IsEmpty)
        {
            Write(_scratch.StartGradients, _starts.Gradients, accumulate, turned: false);
            Write(_scratch.EndGradients, _ends.Gradients, accumulate, turned: false);
            Write(_scratch.TransitionGradients, _transitions.Gradients, accumulate, turned: true);
        }

        return loss;
    }

    private void LoadScores()
    {
        ReadOnlySpan<float> starts = _starts.Values, ends = _ends.Values, transitions = _transitions.Values;
        CrfConstraints? allowed = _options.Constraints;
        for (int tag = 0; tag < Tags; tag++)
        {
            _scratch.Starts[tag] = allowed?.AllowsStart(tag) ?? true ? starts[tag] : double.NegativeInfinity;
            _scratch.Ends[tag] = allowed?.AllowsEnd(tag) ?? true ? ends[tag] : double.NegativeInfinity;
            for (int from = 0; from < Tags; from++)
            {
                _scratch.Transitions[tag * Tags + from] = allowed?.Allows(from, tag) ?? true ? transitions[from * Tags + tag] : double.NegativeInfinity;
            }
        }
    }

    private void Write(double[] sums, Span<float> gradients, bool accumulate, bool turned)
    {
        for (int index = 0; index < sums.Length; index++)
        {
            int place = turned ? index % Tags * Tags + index / Tags : index;
            gradients[place] = accumulate ? gradients[place] + (float)sums[index] : (float)sums[index];
        }
    }
}
