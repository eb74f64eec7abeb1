using LstmGen.Formats;

namespace LstmGen.Tests.Formats.PyTorch;

public class TorchTests
{
    [Theory]
    [InlineData("tagger.pt", "tagger")]
    [InlineData("tagger_old.pt", "tagger")]
    [InlineData("tagger_parallel.pt", "tagger")]
    [InlineData("tagger_double.pt", "tagger")]
    [InlineData("tagger_module.pt", "tagger")]
    [InlineData("tagger_checkpoint.pt", "tagger")]
    [InlineData("tagger_lightning.ckpt", "tagger")]
    [InlineData("tagger_strided.pt", "tagger")]
    [InlineData("tagger_half.pt", "tagger_half")]
    [InlineData("tagger_brain.pt", "tagger_brain")]
    [InlineData("bidirectional.pt", "bidirectional")]
    [InlineData("projected.pt", "projected")]
    [InlineData("deep_module.pt", "deep")]
    [InlineData("language.pt", "language")]
    [InlineData("cells.pt", "cells")]
    [InlineData("scripted.pt", "scripted")]
    [InlineData("traced.pt", "scripted")]
    public void Outputs_are_those_of_PyTorch(string file, string expected)
    {
        LstmModelFile model = Expected.CheckSequence("PyTorch", file, expected);
        Assert.Equal("PyTorch", model.Format);
    }

    [Fact]
    public void A_state_dict_with_a_linear_head_takes_the_short_form()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own("PyTorch", "tagger.pt"));
        Assert.Equal((3, 1, 2, 2), (model.Network.Model!.Hidden, model.Network.Model.Layers, model.Network.Model.Input, model.Network.Model.Output));
        Assert.Contains("linear layers of which it says nothing else are assumed to have no activation", Assert.Single(model.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Activations_within_a_Sequential_are_those_of_the_linear_layers()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own("PyTorch", "deep_module.pt"));
        Assert.IsType<GruAttribute>(model.Network.Layers[0]);
        Assert.Equal((LstmActivation.LeakyRelu, 0.2f), model.Network.Layers[1] is DenseAttribute first ? (first.Activation, first.Alpha) : default);
        Assert.True(((DenseAttribute)model.Network.Layers[2]).Softmax);
        Assert.Contains(model.Notes, note => note.Contains("__main__.Deep", StringComparison.Ordinal));
    }

    [Fact]
    public void Tied_tensors_are_each_their_own()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own("PyTorch", "language.pt"));
        Assert.Equal((5, 3, 5), (model.Network.Model!.Tokens, model.Network.Model.Embedding, model.Network.Model.Output));
        Assert.Equal(model.Tensors.First(tensor => tensor.Name == "embedding.weight").ToFloats(), model.Tensors.First(tensor => tensor.Name == "head.weight").ToFloats());
    }

    [Fact]
    public void A_checkpoint_says_what_is_beside_its_tensors()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own("PyTorch", "tagger_lightning.ckpt"));
        Assert.Equal(("3", "lstm", "1.9.0"), (model.Metadata["epoch"], model.Metadata["hyper_parameters.kind"], model.Metadata["pytorch-lightning_version"]));
        Assert.Contains(model.Notes, note => note.StartsWith("Of the checkpoint 'state_dict' was read; beside it are 'epoch', ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_description_says_what_tensors_do_not()
    {
        var network = new LstmNetworkDescription(new LstmNetworkAttribute(2), new GruAttribute(3), new DenseAttribute(4) { Activation = LstmActivation.LeakyRelu, Alpha = 0.2f }, new DenseAttribute(2) { Softmax = true });
        LstmModelFile model = Expected.CheckSequence("PyTorch", "deep.pt", "deep", new() { Network = network });
        Assert.Same(network, model.Network);
    }

    [Theory]
    [InlineData("convolved.pt", null, "tensor 'conv.weight' F32 [3, 2, 2] is of no layer that a class can have; those of LSTMs, GRUs, linear layers and vectors of tokens were expected. LstmReadOptions.Prefix chooses what to read: 'lstm.' would be recurrent layers alone.")]
    [InlineData("simple.pt", null, "tensor 'weight_hh_l0' F32 [3, 3] has 3 rows for 3 units: a simple RNN; an LSTM, 4 rows for a unit, or a GRU, 3 rows, was expected.")]
    [InlineData("normed_module.pt", null, "module '1' is a torch.nn.modules.batchnorm.BatchNorm1d, which no class can have; LSTM, GRU, Linear, Embedding, Dropout and activations were expected.")]
    [InlineData("convolved.pt", "rnn.", "no tensor's name begins with 'rnn.'; one of 'lstm.', 'conv.' was expected.")]
    public void What_no_class_can_have_is_named(string file, string? prefix, string message)
    {
        var error = Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(Models.Own("PyTorch", file), new() { Prefix = prefix }));
        Assert.EndsWith($"{file}: {message}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefix_chooses_what_is_read()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own("PyTorch", "convolved.pt"), new() { Prefix = "lstm." });
        Assert.Equal((3, 2), (model.Network.Model!.Hidden, model.Network.Model.Input));
        Assert.Equal("Of 6 tensors the 4 whose names begin with 'lstm.' were read.", Assert.Single(model.Notes));
    }

    [Fact]
    public void A_scripted_module_of_somebody_else_is_read_as_far_as_a_class_can_be_it()
    {
        string path = Models.Shared("legged_gym", "anydrive_v3_lstm.pt");
        var error = Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(path));
        Assert.EndsWith("tensor 'in_scale' F32 [1, 1, 2] is of no layer that a class can have; those of LSTMs, GRUs, linear layers and vectors of tokens were expected. LstmReadOptions.Prefix chooses what to read: 'lstm.' would be recurrent layers alone.", error.Message, StringComparison.Ordinal);
        LstmModelFile model = LstmModelFile.Load(path, new() { Prefix = "lstm." });
        Assert.Equal((8, 2, 2), (model.Network.Model!.Hidden, model.Network.Model.Layers, model.Network.Model.Input));
    }
}
