using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Networks;

/// <summary>Layers of one size on top of each other, as torch.nn.LSTM with num_layers: each reads the outputs of the one below.</summary>
internal static class Stack
{
    internal static Network Of(ModelSpec model)
    {
        var uses = new List<LayerUse>();
        int features = model.Input;
        for (int layer = 0, reads = Network.Inputs; layer < model.Layers; reads = layer++)
        {
            // Two buffers in turn: what the layer below wrote is used up when the layer above has run.
            uses.Add(new LayerUse(model.Layer(features), reads, Writes: layer % 2));
            features = model.Hidden;
        }

        return new Network(
            $"{model.Input}x{model.Hidden}x{model.Layers}", new([.. uses]), Outputs: model.Layers - 1,
            model.Output > 0 ? new HeadSpec(model.Hidden, model.Output) : null);
    }
}
