using LstmGen.Generator.Dialects;

namespace LstmGen.Generator.Emission;

/// <summary>Loads of a row of vectors, each before its first use, or as many together as one instruction loads.</summary>
internal static class VectorLoads
{
    /// <summary>Writes what is loaded before vector <paramref name="index"/> of <paramref name="count"/> is used.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="dialect">The instruction set.</param>
    /// <param name="lanes">Floats of a vector.</param>
    /// <param name="local">Name of the locals, without their number.</param>
    /// <param name="index">The vector.</param>
    /// <param name="count">Vectors of the row.</param>
    /// <param name="source">The ref to load from.</param>
    /// <param name="offset">Floats from there to vector 0.</param>
    internal static void Write(CodeWriter writer, Dialect dialect, int lanes, string local, int index, int count, string source, int offset)
    {
        int together = dialect.VectorsPerLoad;
        if (index % together == 0)
        {
            for (int vector = index; vector < Math.Min(index + together, count); vector++)
            {
                writer.Line($"var {local}{vector} = {dialect.Load(lanes, source, offset + (vector * lanes))};");
            }
        }
    }
}
