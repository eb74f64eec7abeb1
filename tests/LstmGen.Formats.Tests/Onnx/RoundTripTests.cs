using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>From one program to another: what ONNX Runtime gives for a file that was made of another format's.</summary>
public class RoundTripTests
{
    [Theory]
    [InlineData("PyTorch", "tagger.pt", "tagger")]
    [InlineData("PyTorch", "bidirectional.pt", "bidirectional")]
    [InlineData("PyTorch", "deep_module.pt", "deep")]
    [InlineData("PyTorch", "scripted.pt", "scripted")]
    [InlineData("Keras", "stack.h5", "stack")]
    [InlineData("Keras", "both.keras", "both")]
    public void ONNX_Runtime_gives_the_outputs_of_the_maker(string folder, string file, string name)
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own(folder, file));
        Expected expected = Expected.Read(folder, name);
        int steps = expected.X.Length / model.Network.Shape.Input;

        float[] outputs = OnnxRun.Of(OnnxWriter.ToBytes(model, new() { States = false }), OnnxRun.Value("X", expected.X, steps, 1, model.Network.Shape.Input))["Y"];
        Assert.Equal(expected.Y.Length, outputs.Length);
        Models.Close(outputs, expected.Y, 1e-6f);
    }
}
