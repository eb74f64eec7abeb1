namespace LstmGen.Formats.Onnx.Writing;

/// <summary>The options of a recurrent layer that ONNX has.</summary>
internal sealed record RecurrentOptions(bool IsLstm, int Hidden, int Layers, LstmDirection Direction, LstmMerge Merge, bool Bias, bool Residual, bool LearnedInitialState)
{
    internal bool Peepholes { get; init; }

    internal bool Coupled { get; init; }

    internal float Clip { get; init; }

    internal bool ResetAfter { get; init; }

    internal (LstmActivation Function, float Alpha, float Beta)[] Functions { get; init; } = [];

    internal IEnumerable<(string Name, object Value)> Attributes(int directions)
    {
        yield return ("hidden_size", (long)Hidden);
        yield return ("direction", Direction switch { LstmDirection.Both => "bidirectional", LstmDirection.Reverse => "reverse", _ => "forward" });
        if (Clip > 0)
        {
            yield return ("clip", Clip);
        }

        if (Coupled)
        {
            yield return ("input_forget", 1L);
        }

        if (!IsLstm)
        {
            yield return ("linear_before_reset", ResetAfter ? 1L : 0L);
        }

        OnnxFunction[] functions = [.. Enumerable.Repeat(Functions, directions).SelectMany(each => each).Select(each => OnnxFunction.Of(each.Function, each.Alpha, each.Beta))];
        yield return ("activations", functions.Select(each => each.Name).ToArray());
        float[] alpha = [.. functions.Where(each => each.Alpha is not null).Select(each => each.Alpha!.Value)], beta = [.. functions.Where(each => each.Beta is not null).Select(each => each.Beta!.Value)];
        if (alpha.Length > 0)
        {
            yield return ("activation_alpha", alpha);
        }

        if (beta.Length > 0)
        {
            yield return ("activation_beta", beta);
        }
    }
}
