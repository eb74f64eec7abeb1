namespace LstmGen.Generator.Cells;

internal sealed class ShiftBitsLeft : Operation
{
    protected override double Value(Node node, double[] x) => BitsOf.Float(BitsOf.Single(x[0]) << (int)node.Bits);
}

internal sealed class AddBits : Operation
{
    protected override double Value(Node node, double[] x) => BitsOf.Float(unchecked(BitsOf.Single(x[0]) + BitsOf.Single(x[1])));
}

internal static class BitsOf
{
    internal static float Float(uint bits) => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);

    internal static uint Single(double value) => BitConverter.ToUInt32(BitConverter.GetBytes((float)value), 0);
}
