using System.Text;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

public class ReadingTests
{
    [Fact]
    public void A_file_of_no_known_format_is_named()
    {
        var error = Assert.Throws<LstmFormatException>(() => LstmModelFile.Read(Encoding.UTF8.GetBytes("nothing of the kind"), "notes.txt"));
        Assert.StartsWith("notes.txt: this is a file of no known format", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_with_a_linear_head_takes_the_short_form()
    {
        var builder = new ModelBuilder(new("made.bin", default), "made") { Input = 2 };
        builder.AddLstm(new LstmAttribute(3), new LayerTensors { InputWeights = new float[24], RecurrentWeights = new float[36], InputBias = new float[12] });
        builder.AddDense(new DenseAttribute(1), new float[3], new float[1]);
        LstmModelFile model = builder.Build();

        Assert.Equal((3, 1, 2, 1), (model.Network.Model!.Hidden, model.Network.Model.Layers, model.Network.Model.Input, model.Network.Model.Output));
        Assert.Equal(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "head.weight", "head.bias"], model.Tensors.Select(tensor => tensor.Name));
    }
}
