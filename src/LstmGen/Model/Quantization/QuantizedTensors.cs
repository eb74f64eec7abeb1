using LstmGen.Formats;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>Parameters as tensors whose large matrices are 8-bit integers with a scale a row.</summary>
internal static class QuantizedTensors
{
    // A product of a scale of 16 bits and an integer of 7 is a float as it stands: who reads it finds both again.
    private const uint Lower = 0xFF;

    /// <summary>Columns up to which a matrix stays as it is: what its scales take is then as much as what its integers save, and kernels have few inputs as floats too.</summary>
    private const int FewColumns = 16;

    internal static List<SafetensorsTensor> Of(LstmParameters parameters, string prefix, string head)
    {
        LstmShape shape = parameters.Shape;
        int headPart = shape.HasHead ? shape.Parts.All.Length - 1 : -1;
        var tensors = new List<SafetensorsTensor>();
        foreach (ModelTensor tensor in shape.Tensors(prefix, head))
        {
            float[] values = parameters.Values(tensor);
            if (tensor.Kind is ModelTensorKind.InputWeights or ModelTensorKind.RecurrentWeights && tensor.Part != headPart && tensor.Dimensions[^1] > FewColumns)
            {
                LstmWeightsFromTensors.RequireFinite("parameters", tensor, values);
                Add(tensors, tensor, values);
            }
            else
            {
                tensors.Add(SafetensorsTensor.FromFloats(tensor.Name, tensor.Dimensions, values));
            }
        }

        return tensors;
    }

    private static void Add(List<SafetensorsTensor> tensors, ModelTensor matrix, float[] values)
    {
        int rows = (int)matrix.Dimensions[0], columns = (int)matrix.Dimensions[^1];
        byte[] bytes = new byte[values.Length];
        float[] scales = new float[rows];
        int[] integers = new int[columns];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> weights = values.AsSpan(row * columns, columns);
            scales[row] = Short(NarrowRow.Round(weights, LstmNumbers.Int8, integers));
            double inverse = scales[row] == 0 ? 0 : 1 / (double)scales[row];
            for (int column = 0; column < columns; column++)
            {
                bytes[(row * columns) + column] = (byte)(sbyte)Math.Round(weights[column] * inverse);
            }
        }

        tensors.Add(new SafetensorsTensor(matrix.Name, SafetensorsDtype.I8, matrix.Dimensions, bytes));
        tensors.Add(SafetensorsTensor.FromFloats(RowScales.Of(matrix.Name), [rows], scales));
    }

    /// <summary>The next scale of 16 bits: no smaller, so that no integer grows.</summary>
    private static float Short(float scale)
        => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(scale) + Lower) & ~Lower);
}
