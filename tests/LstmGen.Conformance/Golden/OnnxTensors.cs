using LstmGen.Formats;

namespace LstmGen.Conformance.Golden;

/// <summary>
/// The tensors of a case of ONNX's LSTM by the names of the others: gates i, o, f, c become i, f, g, o, both biases of B and the peepholes i, o, f of P tensors of
/// their own. With input_forget the rows of f are there and unused: they are left out, and their gradients must be zero.
/// </summary>
internal static class OnnxTensors
{
    private static readonly (string Onnx, string Name)[] Values =
        [("X", "input"), ("Y", "output"), ("Y_h", "h_n"), ("Y_c", "c_n"), ("initial_h", "h0"), ("initial_c", "c0")];

    internal static Dictionary<string, float[]> Convert(SafetensorsFile file, int hidden, LstmCoupledGates coupled)
    {
        var tensors = new Dictionary<string, float[]>();
        foreach (string prefix in (string[])["", "grad_", "grad."])
        {
            void Add(string onnx, Func<float[], IEnumerable<(string Name, float[] Values)>> parts)
            {
                if (file.TryGet(prefix + onnx, out SafetensorsTensor? tensor))
                {
                    foreach ((string name, float[] values) in parts(tensor.ToFloats()))
                    {
                        tensors.Add(prefix + name, values);
                    }
                }
            }

            foreach ((string onnx, string name) in Values)
            {
                Add(onnx, values => [(name, values)]);
            }

            float[] Gates(float[] values, string tensor)
            {
                int size = values.Length / 4;
                return [.. ((string[])["i", "f", "g", "o"]).Zip((int[])[0, 2, 3, 1]).SelectMany(gate =>
                {
                    float[] rows = values[(gate.Second * size)..((gate.Second + 1) * size)];
                    bool used = gate.First != "f" || coupled != LstmCoupledGates.ForgetFromInput;
                    Assert.True(used || prefix.Length == 0 || rows.All(value => value == 0), $"{tensor} of the forget gate, which is not used, has a gradient.");
                    return used ? rows : [];
                })];
            }

            Add("W", values => [("weight_ih_l0", Gates(values, "W"))]);
            Add("R", values => [("weight_hh_l0", Gates(values, "R"))]);
            Add("B", values => [("bias_ih_l0", Gates(values[..(4 * hidden)], "B")), ("bias_hh_l0", Gates(values[(4 * hidden)..], "B"))]);
            Add("P", values => [("peephole_i", values[..hidden]), ("peephole_o", values[hidden..(2 * hidden)]), ("peephole_f", values[(2 * hidden)..])]);
        }

        return tensors;
    }
}
