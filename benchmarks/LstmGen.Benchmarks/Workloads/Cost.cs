namespace LstmGen.Benchmarks.Workloads;

/// <summary>What one time step of a batch costs at least.</summary>
/// <param name="Flops">2 * 4H * (I + R), 3H for coupled gates, and 2 R H of a projection, for every layer, direction and row; peepholes and activations are not counted.</param>
/// <param name="Bytes">Weights and biases read once, without any padding of the packed form.</param>
internal sealed record Cost(long Flops, long Bytes)
{
    /// <summary>The cost of a step.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="sequence">
    /// The inputs of many steps are known: their projection can share one reading of W, and only R is read every step.
    /// </param>
    internal static Cost Of(LstmShape shape, int batch, bool sequence)
    {
        long flops = 0;
        long bytes = 0;
        for (int layer = 0; layer < shape.States(); layer++)
        {
            long rows = (long)shape.Gates * shape.Hidden;
            long projection = shape.Projection > 0 ? (long)shape.Projection * shape.Hidden : 0;
            flops += 2 * ((rows * (shape.LayerInput(layer) + shape.Given())) + projection) * batch;
            int columns = shape.Given() + (sequence ? 0 : shape.LayerInput(layer) + (shape.Bias ? 1 : 0));
            bytes += ((rows * columns) + projection) * sizeof(float);
        }

        return new(flops, bytes);
    }
}
