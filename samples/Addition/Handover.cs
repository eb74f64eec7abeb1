namespace LstmGen.Samples.Addition;

/// <summary>Copies states between models whose layers are alike but whose inputs or outputs are not.</summary>
internal sealed class Handover(LstmShape shape, int batch)
{
    private readonly float[] _hidden = new float[shape.Layers * batch * shape.Hidden];
    private readonly float[] _cell = new float[shape.Layers * batch * shape.Hidden];

    public void Copy(LstmState from, LstmState to)
    {
        from.Export(_hidden, _cell);
        to.Import(_hidden, _cell);
    }
}
