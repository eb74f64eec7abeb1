using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Training;

/// <summary>
/// Softmax and cross-entropy: ln(sum of exp(o - max)) - (o of the class - max). Exponentials are floats; sums, logarithm and loss double.
/// The terms of a row are summed by output, the losses by row.
/// </summary>
internal sealed class SoftmaxLoss : LstmLoss
{
    private const int Chunk = 256; // exponentials at a time where there is no gradient to hold them; a multiple of 16

    public override string Description => nameof(SoftmaxCrossEntropy);

    public override int TargetSize(int outputSize)
    {
        LossRows.CheckOutputSize(outputSize);
        return 1;
    }

    // -100 is what PyTorch ignores.
    internal override string? Objection(float target, int outputSize)
        => ClassNumber.Is(target, outputSize) ? null
            : $"a class, a whole number from 0 to {outputSize - 1}, was expected{(target == -100 ? "; a target to be ignored takes mask 0" : "")}";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, Span<float> gradients)
    {
        var rows = new LossRows(this, outputs, targets, mask, outputSize, gradients);
        Span<float> chunk = stackalloc float[gradients.IsEmpty ? Chunk : 0];
        PartialSums losses = default;
        for (int row = 0; row < rows.Count; row++)
        {
            double weight = rows.Weight(row);
            Span<float> gradient = gradients.IsEmpty ? default : gradients.Slice(row * outputSize, outputSize);
            if (weight == 0)
            {
                gradient.Clear();
                continue;
            }

            ReadOnlySpan<float> output = outputs.Slice(row * outputSize, outputSize);
            int label = (int)targets[row];
            if (Objection(targets[row], outputSize) is string objection)
            {
                throw new TargetException(row, 0, targets[row], objection);
            }

            float largest = Largest(output);
            double sum = Exponentials(output, largest, gradient, chunk);
            losses.Add(row, weight * (DoubleMath.Log(sum) - ((double)output[label] - largest)));
            if (!gradient.IsEmpty)
            {
                // p - 1 at the class: in double, for a class all but certain it is small.
                double scale = weight / rows.Total / sum;
                double atLabel = scale * (gradient[label] - sum);
                LaneKernel.Run(new LstmClipping.ScaleKernel(gradient, (float)scale), outputSize);
                gradient[label] = (float)atLabel;
            }
        }

        return rows.Total > 0 ? losses.Fold() / rows.Total : 0;
    }

    // In any order the same, and NaN need not be found: its exponential is NaN too.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Largest(ReadOnlySpan<float> output)
    {
        ref float source = ref MemoryMarshal.GetReference(output);
        Vector256<float> lanes = Vector256.Create(float.NegativeInfinity);
        int index = 0;
        for (; index <= output.Length - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            Vector256<float> values = Vector256.LoadUnsafe(ref source, (nuint)index);
            lanes = Vector256.ConditionalSelect(Vector256.GreaterThan(values, lanes), values, lanes);
        }

        float largest = float.NegativeInfinity;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
        {
            largest = lanes[lane] > largest ? lanes[lane] : largest;
        }

        for (; index < output.Length; index++)
        {
            largest = output[index] > largest ? output[index] : largest;
        }

        return largest;
    }

    /// <summary>exp(o - max) of a row, and their sum.</summary>
    internal static double Exponentials(ReadOnlySpan<float> output, Span<float> exponentials) => Exponentials(output, Largest(output), exponentials);

    /// <summary>The sum of exp(o - max), which are kept where there is room for them all.</summary>
    internal static double Exponentials(ReadOnlySpan<float> output, float largest, Span<float> exponentials, Span<float> chunk)
        => exponentials.IsEmpty ? SumOfExponentials(output, largest, chunk) : Exponentials(output, largest, exponentials);

    private static double Exponentials(ReadOnlySpan<float> output, float largest, Span<float> exponentials)
    {
        LaneKernel.Run(new Kernel(output, largest, exponentials), output.Length);
        PartialSums sum = default;
        sum.AddAll(exponentials);
        return sum.Fold();
    }

    private static double SumOfExponentials(ReadOnlySpan<float> output, float largest, Span<float> chunk)
    {
        PartialSums sum = default;
        for (; !output.IsEmpty; output = output[Math.Min(Chunk, output.Length)..])
        {
            int length = Math.Min(Chunk, output.Length);
            LaneKernel.Run(new Kernel(output[..length], largest, chunk), length);
            sum.AddAll(chunk[..length]);
        }

        return sum.Fold();
    }

    internal readonly ref struct Kernel(ReadOnlySpan<float> outputs, float largest, Span<float> exponentials) : ILaneKernel
    {
        private readonly ReadOnlySpan<float> _outputs = outputs;
        private readonly float _largest = largest;
        private readonly Span<float> _exponentials = exponentials;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Run<TLanes>(int index, int length)
            where TLanes : struct, ILanes<TLanes>
        {
            ref float outputs = ref MemoryMarshal.GetReference(_outputs);
            ref float exponentials = ref MemoryMarshal.GetReference(_exponentials);
            TLanes largest = TLanes.All(_largest);
            for (; index <= length - TLanes.Count; index += TLanes.Count)
            {
                TLanes.Store(Exponential.Exp(TLanes.Load(ref outputs, index) - largest), ref exponentials, index);
            }

            return index;
        }
    }
}
